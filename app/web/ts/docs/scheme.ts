// Swagger UI has dark colours under a class of the root; ours follow the system and the switch.
const DARK = "dark-mode";

export function followScheme(): void {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const update = (): void => {
    const theme = root.dataset.theme ?? (system.matches ? "dark" : "light");
    root.classList.toggle(DARK, theme === "dark");
  };
  system.addEventListener("change", update);
  new MutationObserver(update).observe(root, { attributeFilter: ["data-theme"] });
  update();
}
