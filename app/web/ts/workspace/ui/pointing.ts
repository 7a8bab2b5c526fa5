// Selecting a passage with the mouse or a finger: the browser's own selection, or tapping two words.
import type { Span } from "../model/positions";
import { wordAt } from "../model/segments";
import type { TextView } from "./textview";

/** How long a selection must rest before it counts: a finger drags its handles step by step. */
const REST_MS = 250;

/**
 * Tells of every passage that the browser's selection covers in one of the texts, and of its going (null). The
 * texts are asked for at each change, so that a page may offer them only for a while.
 */
export function onSelection(
  views: () => TextView[],
  tell: (view: TextView, span: Span | null) => void,
): void {
  let told: TextView | null = null;
  let pressed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    if (pressed) return;
    for (const view of views()) {
      const span = view.selected();
      if (!span) continue;
      told = view;
      tell(view, span);
      return;
    }
    const before = told;
    told = null;
    if (before) tell(before, null);
  };
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(look, REST_MS);
  });
  document.addEventListener("pointerdown", (event) => {
    pressed = event.pointerType === "mouse";
  });
  document.addEventListener("pointerup", () => {
    pressed = false;
    clearTimeout(timer);
    timer = setTimeout(look, 0);
  });
}

/** *Tap the first word, tap the last word.* */
export class Tapping {
  #first: { view: TextView; span: Span } | null = null;
  active = false;
  readonly #tell: (view: TextView, span: Span, complete: boolean) => void;

  constructor(tell: (view: TextView, span: Span, complete: boolean) => void) {
    this.#tell = tell;
  }

  set(active: boolean): void {
    this.active = active;
    this.#first = null;
  }

  /** A tap at a point of the window. Returns whether it hit a word. */
  tap(view: TextView, x: number, y: number): boolean {
    const place = view.placeAt(x, y);
    const word = place === null ? undefined : view.walk.words[wordAt(view.walk.words, place)];
    if (!word) return false;
    const first = this.#first?.view === view ? this.#first.span : null;
    const span = first
      ? { start: Math.min(first.start, word.start), end: Math.max(first.end, word.end) }
      : word;
    this.#first = first ? null : { view, span };
    this.#tell(view, span, first !== null);
    return true;
  }
}
