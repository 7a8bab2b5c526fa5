// *Prove it*: choosing the passage of the brief or of a document that decides.
import { text as t } from "../../texts";
import type { Span } from "../model/positions";
import type { Evidence } from "../model/types";
import { byId, show } from "./dom";
import type { Document, Dossier } from "./dossier";
import { paint } from "./highlights";
import { onSelection, Tapping } from "./pointing";
import { announce, read } from "./say";
import type { Steps } from "./steps";
import { Walking } from "./walking";

export class Proving {
  readonly #dossier: Dossier;
  readonly #steps: Steps;
  readonly #tapping = new Tapping((view, span, complete) => {
    this.#choose(this.#documentOf(view.root), span);
    if (!complete) announce(t("tap-last"));
  });
  #chosen: { document: Document; span: Span } | null = null;
  #done: ((evidence: Evidence | null) => void) | null = null;

  constructor(dossier: Dossier, steps: Steps) {
    this.#dossier = dossier;
    this.#steps = steps;
    for (const document of dossier.documents) this.#prepare(document);
    onSelection(
      () => (this.#done ? dossier.documents.map(({ view }) => view) : []),
      (view, span) => {
        if (span) this.#choose(this.#documentOf(view.root), span);
      },
    );
    byId("picking-use").addEventListener("click", () => this.#finish(true));
    byId("picking-cancel").addEventListener("click", () => this.#finish(false));
    byId("picking-tap").addEventListener("click", () => this.#tap(!this.#tapping.active));
    byId("pane-dossier").addEventListener("keydown", (event) => this.#keydown(event));
  }

  /** Asks for a passage; `done` hears it, or null where the person would rather not. */
  start(current: Evidence | null, done: (evidence: Evidence | null) => void): void {
    this.#done = done;
    this.#steps.show("dossier");
    this.#set(true);
    const document = this.#dossier.documents.find(({ id }) => id === current?.source);
    (document ?? this.#dossier.documents[1] ?? this.#dossier.documents[0])?.view.root.focus({
      preventScroll: true,
    });
    announce(byId("picking-title").textContent ?? "");
  }

  titleOf(source: string): string {
    return this.#dossier.titleOf(source);
  }

  stop(): void {
    if (this.#done) this.#finish(false);
  }

  #set(active: boolean): void {
    this.#chosen = null;
    show(byId("picking"), active);
    byId("pane-dossier").classList.toggle("is-picking", active);
    for (const { view } of this.#dossier.documents) {
      if (active) view.root.tabIndex = 0;
      else view.root.removeAttribute("tabindex");
    }
    this.#tap(false);
    this.#draw();
  }

  #prepare(document: Document): void {
    const { root } = document.view;
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", document.title);
    new Walking(document.view, "sentence", {
      origin: () => this.#dossier.hitIn(document),
      moved: (span) => {
        if (!span || !this.#done) return;
        this.#choose(document, span);
        read(document.view.quote(span));
      },
      key: (event) => event.key === "Enter" && this.#done !== null && this.#finish(true),
    });
    root.addEventListener("click", (event) => {
      if (this.#done && this.#tapping.active) this.#tapping.tap(document.view, event.clientX, event.clientY);
    });
  }

  #documentOf(root: HTMLElement): Document {
    return this.#dossier.documents.find(({ view }) => view.root === root) as Document;
  }

  #choose(document: Document, span: Span): void {
    this.#chosen = { document, span };
    this.#draw();
  }

  #draw(): void {
    const chosen = this.#chosen;
    const quote = byId("picking-quote");
    show(quote, chosen !== null);
    quote.textContent = chosen?.document.view.quote(chosen.span) ?? "";
    byId<HTMLButtonElement>("picking-use").disabled = chosen === null;
    paint("evidence", chosen ? [chosen.document.view.rangeOf(chosen.span)] : []);
  }

  #tap(active: boolean): void {
    this.#tapping.set(active);
    byId("picking-tap").setAttribute("aria-pressed", String(active));
    if (active) announce(t("tap-first"));
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.#done || event.target === byId("search")) return;
    event.preventDefault();
    this.#finish(false);
  }

  #finish(taken: boolean): true {
    const chosen = taken ? this.#chosen : null;
    if (taken && !chosen) return true;
    const done = this.#done;
    this.#done = null;
    this.#set(false);
    getSelection()?.removeAllRanges();
    announce(chosen ? t("picked", { title: chosen.document.title }) : t("pick-cancelled"));
    done?.(chosen && { source: chosen.document.id, quote: chosen.document.view.quote(chosen.span) });
    return true;
  }
}
