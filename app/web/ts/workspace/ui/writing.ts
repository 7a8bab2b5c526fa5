// The texts that are written: the field, the words counted against the client's limit.
import { plural, text as t } from "../../texts";
import { limitIn, limitsOf } from "../model/limits";
import type { TextKind } from "../model/types";
import { wordCount } from "../model/writing";
import { all, byId } from "./dom";
import type { Store } from "./store";

export class Writing {
  readonly #store: Store;
  readonly #fields: Map<TextKind, HTMLTextAreaElement>;

  constructor(store: Store) {
    this.#store = store;
    const fields = all<HTMLTextAreaElement>(document, "[data-text]");
    this.#fields = new Map(fields.map((field) => [field.dataset.text as TextKind, field]));
    for (const [kind, field] of this.#fields) {
      field.addEventListener("input", () => store.write(kind, field.value));
    }
    store.listen((event) => {
      if (event.kind === "text" && event.elsewhere) this.#fill(event.text);
      if (event.kind === "text") this.#follow(event.text);
      if (event.kind === "twist") this.#follow("rewrite");
    });
  }

  /** A text as its field shows it: what was written, else what one starts from. */
  current(kind: TextKind): string {
    const written = this.#store.text(kind);
    if (written !== null) return written;
    if (kind === "client_note") return "";
    return kind === "twist" ? this.current("rewrite") : this.#store.draft;
  }

  /** Selects words in the field of a text; false when they are not there any more. */
  find(kind: TextKind, words: string): boolean {
    const field = this.#fields.get(kind);
    const at = field?.value.indexOf(words) ?? -1;
    if (!field || at < 0) return false;
    // Focus comes last: it is what brings the selection into view.
    field.blur();
    field.setSelectionRange(at, at + words.length);
    field.focus();
    return true;
  }

  /** The text adapted to the client's answer starts from the rewrite for as long as it is not touched. */
  #follow(kind: TextKind): void {
    this.#count(kind);
    if (kind === "rewrite" && this.#store.text("twist") === null) {
      this.#fill("twist");
      this.#count("twist");
    }
  }

  #fill(kind: TextKind): void {
    const field = this.#fields.get(kind);
    const text = this.current(kind);
    if (!field || field.value === text) return;
    const { selectionStart, selectionEnd } = field;
    field.value = text;
    field.setSelectionRange(selectionStart, selectionEnd);
  }

  #count(kind: TextKind): void {
    if (!this.#fields.has(kind)) return;
    const count = wordCount(this.current(kind));
    const limit = this.#limit(kind);
    const words = plural("words", count);
    const line = byId(`words-${kind}`);
    const over = limit === null ? 0 : count - limit;
    line.classList.toggle("is-over", over > 0);
    if (limit === null) line.textContent = words;
    else
      line.textContent =
        over > 0 ? plural("words-over", over, { words, limit }) : t("words-limit", { words, limit });
  }

  #limit(kind: TextKind): number | null {
    const { rewrite, note } = limitsOf(this.#store.attempt.exercise.brief.requirements);
    if (kind === "twist") return limitIn(this.#store.twist ?? "") ?? rewrite;
    return kind === "rewrite" ? rewrite : note;
  }
}
