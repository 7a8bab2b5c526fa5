// A text of the page in which passages are selected: places in the text against places in the document.
// Its runs carry data-at, the code point of the whole text at which they start.
import { type Walkable, walkable } from "../model/caret";
import { Points, type Span } from "../model/positions";
import { wholeWords } from "../model/segments";

interface Run {
  element: HTMLElement;
  start: number;
  end: number;
}

/** What stands among the text of a run but is not of it: the numbers of the marks. */
export const FOREIGN = "draft-number";

export class TextView {
  readonly root: HTMLElement;
  readonly text: string;
  readonly points: Points;
  readonly #runs: Run[];
  readonly #language: string;
  #walk: Walkable | undefined;

  constructor(root: HTMLElement, text: string, language: string) {
    this.root = root;
    this.text = text;
    this.points = new Points(text);
    this.#language = language;
    this.#runs = [...root.querySelectorAll<HTMLElement>("[data-at]")].map((element) => {
      const start = this.points.toUnit(Number(element.dataset.at));
      return { element, start, end: start + (element.textContent ?? "").length };
    });
  }

  get walk(): Walkable {
    this.#walk ??= walkable(this.text, this.#language);
    return this.#walk;
  }

  quote(span: Span): string {
    return this.text.slice(span.start, span.end);
  }

  /** The place in the text of a place in the document: of the nearest run after it, where it is in none. */
  placeOf(node: Node, offset: number): number {
    const whole = document.createRange();
    for (const run of this.#runs) {
      whole.selectNodeContents(run.element);
      const side = whole.comparePoint(node, offset);
      if (side < 0) return run.start;
      if (side === 0) return run.start + lengthBefore(run.element, node, offset);
    }
    return this.#runs.at(-1)?.end ?? 0;
  }

  rangeOf(span: Span): Range {
    const range = document.createRange();
    const first = this.#runs.find((run) => run.end > span.start) ?? this.#runs.at(-1);
    const last = this.#runs.findLast((run) => run.start < span.end) ?? this.#runs[0];
    if (!first || !last) return range;
    range.setStart(...boundary(first.element, Math.max(0, span.start - first.start), "start"));
    range.setEnd(...boundary(last.element, Math.min(span.end, last.end) - last.start, "end"));
    return range;
  }

  /** The passage that the browser's own selection covers here, in whole words; null when there is none. */
  selected(): Span | null {
    const selection = getSelection();
    if (!selection?.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(this.root)) return null;
    const start = this.root.contains(range.startContainer)
      ? this.placeOf(range.startContainer, range.startOffset)
      : 0;
    const inside = this.root.contains(range.endContainer);
    const end = inside ? this.placeOf(range.endContainer, range.endOffset) : this.text.length;
    return start < end ? wholeWords(this.text, { start, end }, this.walk.words) : null;
  }

  /** The place of the text under a point of the window; null beside the text. */
  placeAt(x: number, y: number): number | null {
    const caret = caretFrom(x, y);
    if (!caret || !this.root.contains(caret.node)) return null;
    const run = this.#runs.find(({ element }) => element.contains(caret.node));
    return run ? this.placeOf(caret.node, caret.offset) : null;
  }

  /** Puts an element into the text, just before a place. */
  insert(element: HTMLElement, place: number): void {
    const range = this.rangeOf({ start: place, end: place + 1 });
    range.collapse(true);
    range.insertNode(element);
  }

  /** Takes out what `insert` put in. */
  tidy(): void {
    for (const foreign of this.root.querySelectorAll(`.${FOREIGN}`)) foreign.remove();
    this.root.normalize();
  }
}

function* textsOf(element: HTMLElement): Generator<Text> {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement?.classList.contains(FOREIGN)) yield node as Text;
  }
}

/** How much of the run's own text stands before a place of the document inside it. */
function lengthBefore(element: HTMLElement, node: Node, offset: number): number {
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(node, offset);
  let length = 0;
  for (const text of textsOf(element)) {
    if (text === node) return length + offset;
    if (before.comparePoint(text, text.length) > 0) break;
    length += text.length;
  }
  return length;
}

/** The place of the document for a place of the run; a start stands before what follows, an end after what precedes. */
function boundary(element: HTMLElement, place: number, edge: "start" | "end"): [Node, number] {
  let left = place;
  let last: Text | null = null;
  for (const text of textsOf(element)) {
    if (left < text.length || (edge === "end" && left === text.length)) return [text, left];
    left -= text.length;
    last = text;
  }
  return last ? [last, last.length] : [element, 0];
}

function caretFrom(x: number, y: number): { node: Node; offset: number } | null {
  if (document.caretPositionFromPoint) {
    const position = document.caretPositionFromPoint(x, y);
    return position && { node: position.offsetNode, offset: position.offset };
  }
  const range = document.caretRangeFromPoint(x, y);
  return range && { node: range.startContainer, offset: range.startOffset };
}
