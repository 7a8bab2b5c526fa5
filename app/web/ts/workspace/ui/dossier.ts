// The brief and the documents: searching them, and their texts for whoever selects a passage.
import { plural, text as t } from "../../texts";
import { nfc, type Span } from "../model/positions";
import { findAll } from "../model/search";
import type { Exercise } from "../model/types";
import { byId, one, reveal, show } from "./dom";
import { paint } from "./highlights";
import { TextView } from "./textview";

export const BRIEF = "brief";
const REST_MS = 150;

export interface Document {
  id: string;
  title: string;
  view: TextView;
}

interface Hit {
  document: Document;
  span: Span;
}

export class Dossier {
  readonly documents: Document[];
  readonly #field = byId<HTMLInputElement>("search");
  #hits: Hit[] = [];
  #current = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(exercise: Exercise) {
    const brief = { id: BRIEF, title: t("brief"), text: textOfBrief(exercise) };
    this.documents = [brief, ...exercise.sources].map(({ id, title, text }) => {
      const root = one(document, `[data-source="${CSS.escape(id)}"]`);
      return { id, title, view: new TextView(root, nfc(text), exercise.language) };
    });
    this.#listen();
  }

  titleOf(id: string): string {
    return this.documents.find((document) => document.id === id)?.title ?? id;
  }

  /** The place of the search's current hit in a document, if it is there. */
  hitIn(document: Document): number | null {
    const hit = this.#hits[this.#current];
    return hit?.document === document ? hit.span.start : null;
  }

  /** Opens a document and brings a passage of it into view. */
  reveal(document: Document, span: Span): void {
    const folded = document.view.root.closest("details");
    if (folded) folded.open = true;
    reveal(document.view.rangeOf(span), document.view.root);
  }

  #listen(): void {
    this.#field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#search(), REST_MS);
    });
    this.#field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.#go(event.shiftKey ? -1 : 1);
    });
    byId("search-next").addEventListener("click", () => this.#go(1));
    byId("search-previous").addEventListener("click", () => this.#go(-1));
  }

  #search(): void {
    const query = this.#field.value;
    this.#hits = this.documents.flatMap((document) =>
      findAll(document.view.text, query).map((span) => ({ document, span })),
    );
    this.#current = -1;
    paint(
      "search",
      this.#hits.map(({ document, span }) => document.view.rangeOf(span)),
    );
    this.#tell(query.trim() !== "");
    if (this.#hits.length) this.#go(1);
  }

  #go(direction: 1 | -1): void {
    const count = this.#hits.length;
    if (!count) return;
    this.#current = (Math.max(this.#current, direction < 0 ? 0 : -1) + direction + count) % count;
    const { document, span } = this.#hits[this.#current] as Hit;
    this.reveal(document, span);
    paint("search-current", [document.view.rangeOf(span)]);
    this.#tell(true);
  }

  #tell(searching: boolean): void {
    const count = this.#hits.length;
    const state =
      this.#current < 0 ? plural("hits", count) : t("hit-of", { index: this.#current + 1, count });
    byId("search-count").textContent = searching ? (count ? state : t("no-hit")) : "";
    show(byId("search-next"), count > 1);
    show(byId("search-previous"), count > 1);
    if (!count) paint("search-current", []);
  }
}

/** The brief as one text, a line each, as the server reads evidence in it (`Brief.text` in schema.py). */
function textOfBrief({ brief }: Exercise): string {
  const { name, business, audience } = brief.client;
  const wishes = brief.requirements.map((requirement) => requirement.text);
  return [name, business, audience, brief.context, brief.prompt, ...wishes].join("\n");
}
