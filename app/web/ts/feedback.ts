// The feedback page: a number or a passage of the draft opens its note beside it, and the other way round.
// Without this script the numbers are plain links, and the browser opens the note that they lead to.

const cards = new Map<string, HTMLDetailsElement>();

function open(number: string, focus: boolean): void {
  const card = cards.get(number);
  if (!card) return;
  card.open = true;
  light(number);
  card.scrollIntoView({ block: "nearest" });
  if (focus) card.querySelector("summary")?.focus({ preventScroll: true });
}

/** Lights the passages of one note in the draft, and the note itself. */
function light(number: string | undefined): void {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  if (number === undefined) return;
  cards.get(number)?.classList.add("lit");
  for (const mark of document.querySelectorAll(`.draft [data-note="${number}"]`)) mark.classList.add("lit");
}

function onClick(event: MouseEvent): void {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-note]") : null;
  const selecting = !(document.getSelection()?.isCollapsed ?? true);
  if (!target?.dataset.note || selecting || event.ctrlKey || event.metaKey) return;
  if (target instanceof HTMLAnchorElement) event.preventDefault();
  open(target.dataset.note, true);
}

function offerOpenAll(button: HTMLButtonElement): void {
  const labels = [button.textContent ?? "", button.dataset.closeLabel ?? ""];
  button.addEventListener("click", () => {
    const all = button.getAttribute("aria-pressed") !== "true";
    for (const card of cards.values()) card.open = all;
    button.setAttribute("aria-pressed", String(all));
    button.textContent = labels[all ? 1 : 0] ?? "";
  });
}

for (const card of document.querySelectorAll<HTMLDetailsElement>("[data-note-card]")) {
  const number = card.dataset.noteCard ?? "";
  cards.set(number, card);
  const summary = card.querySelector("summary");
  summary?.addEventListener("pointerenter", () => light(number));
  summary?.addEventListener("focus", () => light(number));
}
document.addEventListener("click", onClick);
const button = document.querySelector<HTMLButtonElement>("[data-open-all]");
if (button) offerOpenAll(button);
const wanted = /^#note-(\d+)$/.exec(location.hash)?.[1];
if (wanted) open(wanted, false);
