// Reviewing: selecting a passage of the draft, by mouse, finger or keyboard, and what is then done with it.
import { text as t } from "../../texts";
import type { Mark } from "../model/marks";
import type { Span } from "../model/positions";
import { SOUND } from "../model/types";
import { byId, show } from "./dom";
import type { DraftMarks } from "./draft";
import type { Draft } from "./form";
import { onSelection, Tapping } from "./pointing";
import { announce, read } from "./say";
import type { Store } from "./store";
import { uuid } from "./tabs";
import type { TextView } from "./textview";
import { nameOfType } from "./types";
import { letter, Walking } from "./walking";

/** About as wide as the bar gets, in pixels: it stays inside the column. */
const BAR_WIDTH = 340;

export interface Hooks {
  fill(draft: Draft): void;
  edit(id: string): void;
  delete(id: string): void;
  kept(mark: Mark): void;
}

export class Review {
  readonly #store: Store;
  readonly #view: TextView;
  readonly #marks: DraftMarks;
  readonly #hooks: Hooks;
  readonly #walking: Walking;
  readonly #bar = byId("mark-bar");
  readonly #tapping = new Tapping((_view, span, complete) => this.#tapped(span, complete));
  #selected: Span | null = null;
  /** While the form of a mark is open, its passage is what is painted. */
  #marking: Span | null = null;

  constructor(store: Store, view: TextView, marks: DraftMarks, hooks: Hooks) {
    this.#store = store;
    this.#view = view;
    this.#marks = marks;
    this.#hooks = hooks;
    this.#walking = new Walking(view, "word", {
      moved: (span) => this.#walked(span),
      key: (event, span) => this.#key(event, span),
    });
    onSelection(
      () => [view],
      (_view, span) => this.#select(span),
    );
    this.#listen();
  }

  /** The passage of a mark whose form is open; null once it is closed. */
  marking(span: Span | null): void {
    this.#marking = span;
    this.#marks.pend(span);
    if (span) this.#walking.place(span);
  }

  /** Back to the text, where the keyboard was. */
  focus(): void {
    this.#view.root.focus({ preventScroll: true });
  }

  #listen(): void {
    byId("bar-mark").addEventListener("click", () => this.#mark(this.#selected));
    byId("bar-sound").addEventListener("click", () => this.#sound(this.#selected));
    byId("bar-drop").addEventListener("click", () => (this.#selected ? this.#drop() : this.#tapMode(false)));
    byId("add-omission").addEventListener("click", () => this.#omission());
    byId("tap-mode").addEventListener("click", () => this.#tapMode(!this.#tapping.active));
    // So that pressing a button of the bar does not take the selection away before it is used.
    this.#bar.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#view.root.addEventListener("click", (event) => this.#clicked(event));
    document.addEventListener("scroll", () => this.#placeBar(), { capture: true, passive: true });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#selected) this.#drop();
    });
  }

  #clicked(event: MouseEvent): void {
    if (this.#tapping.active) this.#tapping.tap(this.#view, event.clientX, event.clientY);
    else if (getSelection()?.isCollapsed !== false) {
      const place = this.#view.placeAt(event.clientX, event.clientY);
      const mark = place === null ? undefined : this.#marks.at(place)[0];
      if (mark) this.#hooks.edit(mark.id);
      else if (place !== null) this.#walking.place({ start: place, end: place + 1 });
    }
  }

  #select(span: Span | null): void {
    if (!span && this.#tapping.active) return;
    this.#selected = span;
    this.#showBar(span);
    if (span) this.#walking.place(span);
  }

  #tapped(span: Span, complete: boolean): void {
    this.#selected = span;
    this.#marks.pend(span);
    this.#showBar(span);
    this.#hint(complete ? "" : t("tap-last"));
    announce(complete ? t("selected", { text: this.#view.quote(span) }) : t("tap-last"));
  }

  #tapMode(active: boolean): void {
    this.#tapping.set(active);
    byId("tap-mode").setAttribute("aria-pressed", String(active));
    this.#drop();
    if (active) announce(t("tap-first"));
  }

  #hint(words: string): void {
    const hint = byId("mark-bar-hint");
    hint.textContent = words;
    show(hint, words !== "");
  }

  #showBar(span: Span | null, hinting = false): void {
    show(this.#bar, span !== null || hinting);
    for (const id of ["bar-mark", "bar-sound"]) byId<HTMLButtonElement>(id).disabled = span === null;
    this.#hint("");
    this.#placeBar();
  }

  /** Only matters on a wide screen, where the bar floats under the passage. */
  #placeBar(): void {
    if (!this.#selected || this.#bar.hidden) return;
    const box = this.#view.rangeOf(this.#selected).getBoundingClientRect();
    const column = this.#view.root.getBoundingClientRect();
    const from = Math.max(column.left, Math.min(box.left, column.right - BAR_WIDTH));
    this.#bar.style.setProperty("--below", `${Math.round(box.bottom)}px`);
    this.#bar.style.setProperty("--from", `${Math.round(from)}px`);
  }

  #drop(): void {
    getSelection()?.removeAllRanges();
    this.#selected = null;
    this.#marks.pend(this.#marking);
    // While words are tapped the bar stays, and says what to tap next.
    this.#showBar(null, this.#tapping.active);
    if (!this.#tapping.active) return;
    this.#tapping.set(true);
    this.#hint(t("tap-first"));
  }

  #walked(span: Span | null): void {
    this.#marks.pend(span ?? this.#marking);
    if (!span) return;
    const mark = this.#marks.at(span.start)[0];
    const within = mark
      ? ` ${t("in-mark", { number: this.#store.number(mark.id), type: nameOfType(mark.type) })}`
      : "";
    read(this.#view.quote(span) + within);
  }

  #key(event: KeyboardEvent, span: Span): boolean {
    const under = this.#marks.at(span.start)[0];
    const actions: Record<string, () => void> = {
      enter: () => this.#mark(span),
      m: () => this.#mark(span),
      h: () => this.#sound(span),
      o: () => this.#omission(),
      n: () => this.#toMark(span, 1),
      p: () => this.#toMark(span, -1),
      e: () => under && this.#hooks.edit(under.id),
      delete: () => under && this.#hooks.delete(under.id),
      backspace: () => under && this.#hooks.delete(under.id),
    };
    const action = actions[letter(event)];
    action?.();
    return action !== undefined;
  }

  /** The caret onto the next or the previous mark, around the ends of the text. */
  #toMark(from: Span, direction: 1 | -1): void {
    const placed = this.#store.marks.flatMap((mark) => (mark.span ? [mark.span] : []));
    const next =
      direction > 0
        ? placed.find((span) => span.start > from.start)
        : placed.findLast((span) => span.start < from.start);
    const span = next ?? placed.at(direction > 0 ? 0 : -1);
    if (!span) {
      announce(t("no-more-marks"));
      return;
    }
    this.#walking.place(span);
    this.#marks.reveal(span);
    this.#walked(span);
  }

  #mark(span: Span | null): void {
    if (!span) return;
    this.#drop();
    this.#hooks.fill({ mark: this.#blank(span), isNew: true, madeFrom: 0 });
  }

  #omission(): void {
    const mark = { ...this.#blank(null), omission: true, type: "material-omission" };
    this.#hooks.fill({ mark, isNew: true, madeFrom: 0 });
  }

  /** *It holds* is said in one go; a reason can be added afterwards. */
  #sound(span: Span | null): void {
    if (!span) return;
    const mark = { ...this.#blank(span), type: SOUND };
    this.#store.keepMark(mark);
    this.#drop();
    this.#hooks.kept(mark);
  }

  #blank(span: Span | null): Mark {
    const quote = span ? this.#view.quote(span) : "";
    return {
      id: uuid(),
      span,
      quote,
      omission: false,
      type: "",
      severity: null,
      confidence: null,
      comment: "",
      evidence: null,
    };
  }
}
