// What Swagger UI leaves undone for those who do not see, or do not use a mouse. It draws anew at will, so that
// each change of its part of the page is looked through.
const NAMELESS = ["select", "input", "textarea"].map((kind) => `${kind}:not([aria-label], [id])`).join();

/** Puts right what was drawn in `place`, now and whenever it changes. */
export function keepTidy(place: HTMLElement): void {
  const tidy = (): void => {
    nameFields(place);
    nameButtons(place);
    openToKeys(place);
  };
  new MutationObserver(tidy).observe(place, { childList: true, subtree: true });
  tidy();
}

/** Fields are called what their row says. */
function nameFields(place: HTMLElement): void {
  for (const field of place.querySelectorAll(NAMELESS)) {
    const parameter = field.closest("tr")?.querySelector(".parameter__name")?.textContent;
    const name = parameter?.replace("*", " ").trim() || field.closest("label")?.textContent?.trim();
    field.setAttribute("aria-label", name || "Body");
  }
}

/** A button that shows a sign alone says what it does. */
function nameButtons(place: HTMLElement): void {
  for (const button of place.querySelectorAll(".close-modal:not([aria-label])"))
    button.setAttribute("aria-label", "Close");
}

/** What scrolls can be scrolled by keyboard. */
function openToKeys(place: HTMLElement): void {
  for (const code of place.querySelectorAll("pre:not([tabindex])")) code.setAttribute("tabindex", "0");
}
