// Buttons that copy a link: [data-copy] names the field, [data-copied] what to say then.

async function copied(field: HTMLInputElement): Promise<boolean> {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // Without https there is no clipboard: the field stays selected, to be copied by hand.
    return false;
  }
}

function say(button: HTMLButtonElement): void {
  const label = button.querySelector("span");
  if (label) label.textContent = button.dataset.copied ?? "";
}

export function offerCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy ?? "");
    if (!(field instanceof HTMLInputElement)) continue;
    button.addEventListener("click", async () => {
      if (await copied(field)) say(button);
    });
  }
}
