// Selecting a passage by keyboard alone: the caret of model/caret.ts on a text of the page.
import {
  type Caret,
  caretAt,
  caretOver,
  type Direction,
  move,
  type Step,
  sentenceAt,
  spanOfCaret,
} from "../model/caret";
import type { Span } from "../model/positions";
import { hasModifier, reveal } from "./dom";
import type { TextView } from "./textview";

export interface Hooks {
  /** The caret covers this now; null once the focus has left the text. */
  moved(span: Span | null): void;
  /** Any other key, with what the caret covers. Returns whether it was used. */
  key(event: KeyboardEvent, span: Span): boolean;
  /** Where the caret starts, if not at the beginning of the text. */
  origin?(): number | null;
}

const MOVES: Record<string, [Step, Direction]> = {
  ArrowRight: ["word", 1],
  ArrowLeft: ["word", -1],
  ArrowDown: ["sentence", 1],
  ArrowUp: ["sentence", -1],
  End: ["sentence-edge", 1],
  Home: ["sentence-edge", -1],
};

export class Walking {
  readonly #view: TextView;
  readonly #hooks: Hooks;
  #caret: Caret | null = null;

  /** `unit`: what the caret is on when the text is first reached. */
  constructor(view: TextView, unit: "word" | "sentence", hooks: Hooks) {
    this.#view = view;
    this.#hooks = hooks;
    view.root.addEventListener("keydown", (event) => this.#keydown(event));
    view.root.addEventListener("focus", () => {
      // With this role a screen reader passes the arrow keys on; without it, it reads the text as usual.
      view.root.setAttribute("role", "application");
      if (!view.root.matches(":focus-visible")) return;
      if (this.#caret) this.#tell();
      else this.#start(unit);
    });
    view.root.addEventListener("blur", () => {
      view.root.setAttribute("role", "group");
      this.#hooks.moved(null);
    });
  }

  get span(): Span | null {
    return this.#caret && spanOfCaret(this.#view.walk, this.#caret);
  }

  /** Puts the caret over a passage, as after a click, without telling. */
  place(span: Span): void {
    this.#caret = caretOver(this.#view.walk, span);
  }

  #start(unit: "word" | "sentence"): void {
    const place = this.#hooks.origin?.() ?? 0;
    this.#caret = unit === "word" ? caretAt(this.#view.walk, place) : sentenceAt(this.#view.walk, place);
    this.#tell();
  }

  #keydown(event: KeyboardEvent): void {
    if (event.target !== this.#view.root) return;
    const step = stepOf(event);
    if (step) this.#step(event, ...step);
    else if (event.key === "Escape" && this.#isWide()) {
      event.preventDefault();
      event.stopPropagation();
      this.#narrow();
    } else if (this.span && this.#hooks.key(event, this.span)) event.preventDefault();
  }

  #step(event: KeyboardEvent, step: Step, direction: Direction): void {
    event.preventDefault();
    if (this.#caret) {
      this.#caret = move(this.#view.walk, this.#caret, step, direction, event.shiftKey);
      this.#tell();
    } else this.#start("word");
  }

  #isWide(): boolean {
    return this.#caret !== null && this.#caret.anchor !== this.#caret.focus;
  }

  #narrow(): void {
    const word = this.#caret?.focus ?? 0;
    this.#caret = { anchor: word, focus: word, whole: false };
    this.#tell();
  }

  #tell(): void {
    const span = this.span;
    if (!span) return;
    reveal(this.#view.rangeOf(span), this.#view.root);
    this.#hooks.moved(span);
  }
}

function stepOf(event: KeyboardEvent): [Step, Direction] | null {
  const plain = MOVES[event.key];
  if (!plain || event.altKey || event.metaKey) return null;
  if (!event.ctrlKey) return plain;
  if (plain[0] === "word") return ["sentence", plain[1]];
  return plain[0] === "sentence-edge" ? ["text-edge", plain[1]] : plain;
}

/** A key that stands for itself: no modifier but Shift. */
export function letter(event: KeyboardEvent): string {
  return hasModifier(event) ? "" : event.key.toLowerCase();
}
