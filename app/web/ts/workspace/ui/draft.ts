// The marks in the draft: underlined passages, and their numbers.
import { text as t } from "../../texts";
import { inOrder, type Kind, lanesOf, type Mark, marksAt } from "../model/marks";
import type { Span } from "../model/positions";
import { reveal } from "./dom";
import { flash, paint } from "./highlights";
import type { Store } from "./store";
import { FOREIGN, type TextView } from "./textview";
import { kindOfType, nameOfType } from "./types";

const KINDS: Kind[] = ["fact_checking", "nuance", "client_adaptation", "sound"];
/** Underlines have this many heights; what overlaps more often than that shares the last. */
const LANES = 4;

export class DraftMarks {
  readonly #store: Store;
  readonly #view: TextView;
  readonly #open: (id: string) => void;

  constructor(store: Store, view: TextView, open: (id: string) => void) {
    this.#store = store;
    this.#view = view;
    this.#open = open;
    store.listen((event) => {
      if (event.kind === "marks") this.draw();
    });
  }

  draw(): void {
    const marks = this.#store.marks;
    this.#view.tidy();
    this.#number(marks);
    this.#underline(marks);
  }

  /** The marks over a place, the narrowest first. */
  at(place: number): Mark[] {
    return marksAt(this.#store.marks, place);
  }

  show(id: string): boolean {
    const span = this.#store.mark(id)?.span;
    if (!span) return false;
    const range = this.#view.rangeOf(span);
    reveal(range, this.#view.root);
    flash(range);
    return true;
  }

  reveal(span: Span): void {
    reveal(this.#view.rangeOf(span), this.#view.root);
  }

  /** The passage that is being marked. */
  pend(span: Span | null): void {
    paint("pending", span ? [this.#view.rangeOf(span)] : []);
  }

  #underline(marks: Mark[]): void {
    const lanes = lanesOf(marks);
    for (const kind of KINDS) {
      for (let lane = 0; lane < LANES; lane += 1) {
        const here = marks.filter(({ id, type }) => kindOfType(type) === kind && laneOf(lanes, id) === lane);
        paint(
          `mark-${kind}-${lane}`,
          here.flatMap(({ span }) => (span ? [this.#view.rangeOf(span)] : [])),
        );
      }
    }
  }

  #number(marks: Mark[]): void {
    for (const [index, mark] of inOrder(marks).entries()) {
      if (mark.span) this.#view.insert(this.#badge(mark, index + 1), mark.span.start);
    }
  }

  #badge(mark: Mark, number: number): HTMLElement {
    const badge = document.createElement("button");
    badge.type = "button";
    badge.className = FOREIGN;
    badge.dataset.kind = kindOfType(mark.type);
    badge.dataset.mark = mark.id;
    // Shown by the style sheet: as text it would be painted with the passage it stands in.
    badge.dataset.number = String(number);
    badge.tabIndex = -1;
    badge.setAttribute("aria-label", t("mark-label", { number, type: nameOfType(mark.type) }));
    badge.addEventListener("click", (event) => {
      event.stopPropagation();
      this.#open(mark.id);
    });
    return badge;
  }
}

function laneOf(lanes: Map<string, number>, id: string): number {
  return Math.min(lanes.get(id) ?? 0, LANES - 1);
}
