// Telling the person something: to the ear in a live region, to the eye in a toast.
import { byId, copyOf, one } from "./dom";

const TOAST_MS = 9_000;

/** Said politely, after what is being read. */
export function announce(message: string): void {
  say("announcer", message);
}

/** Said at once: what the keyboard's caret is on. */
export function read(message: string): void {
  say("reader", message);
}

function say(id: string, message: string): void {
  const region = byId(id);
  // The same text again would not be noticed as a change.
  region.textContent = region.textContent === message ? `${message}\u00a0` : message;
}

/** A message at the edge of the page, with at most one thing to do about it. It also is announced. */
export function toast(message: string, action?: { label: string; run: () => void }): void {
  const box = copyOf("toast");
  one(box, "[data-message]").textContent = message;
  const button = one(box, "[data-action]");
  const close = () => box.remove();
  if (action) {
    button.textContent = action.label;
    button.addEventListener("click", () => {
      close();
      action.run();
    });
  } else button.remove();
  byId("toasts").replaceChildren(box);
  announce(message);
  closeLater(box, close);
}

/** A toast waits while the pointer or the focus is on it. */
function closeLater(box: HTMLElement, close: () => void): void {
  const tick = () => {
    if (box.matches(":hover, :focus-within")) setTimeout(tick, 1_000);
    else close();
  };
  setTimeout(tick, TOAST_MS);
}
