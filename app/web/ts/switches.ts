// The light/dark switch. It is hidden without scripts; the page then follows the system.

type Theme = "light" | "dark";

function current(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function show(button: HTMLButtonElement): void {
  button.setAttribute("aria-pressed", String(current() === "dark"));
}

export function offerTheme(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-theme-switch]");
  if (!button) return;
  button.addEventListener("click", () => {
    const theme: Theme = current() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    localStorage.setItem("vigie-theme", theme);
    show(button);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(button));
  show(button);
}
