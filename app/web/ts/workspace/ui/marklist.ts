// The list of marks beside the draft; while a text is written, a checklist.
import { plural, text as t } from "../../texts";
import type { Mark } from "../model/marks";
import { SOUND } from "../model/types";
import { all, byId, copyOf, one, show } from "./dom";
import type { Dossier } from "./dossier";
import type { Store } from "./store";
import { kindOfType, nameOfType } from "./types";

const TICKS = "ticks";

export interface Hooks {
  show(id: string): void;
  edit(id: string): void;
  delete(id: string): void;
  find(quote: string): void;
}

export class MarkList {
  readonly #store: Store;
  readonly #dossier: Dossier;
  readonly #hooks: Hooks;
  readonly #list = byId("mark-list");
  readonly #ticks: Set<string>;

  constructor(store: Store, dossier: Dossier, hooks: Hooks) {
    this.#store = store;
    this.#dossier = dossier;
    this.#hooks = hooks;
    this.#ticks = new Set((store.outbox.read(TICKS) ?? "").split(" "));
    store.listen((event) => {
      if (event.kind === "marks") this.#draw();
      if (event.kind === "marks" || event.kind === "state") this.#tell();
    });
  }

  /** Puts the focus on a mark's item, or on the list's title where it is gone. */
  focus(id: string): void {
    const item = this.#list.querySelector<HTMLElement>(`[data-mark="${id}"]`);
    (item?.querySelector<HTMLElement>("[data-show-mark]") ?? byId("marks-title")).focus();
  }

  #tell(): void {
    const count = this.#store.marks.length;
    for (const badge of all(document, "[data-mark-count]")) {
      badge.textContent = String(count);
      badge.title = plural("work-marks", count);
    }
    byId<HTMLButtonElement>("undo").disabled = !this.#store.canUndo;
  }

  #draw(): void {
    const marks = this.#store.marks;
    const focused = this.#list.contains(document.activeElement) ? document.activeElement : null;
    const inItem = focused?.closest<HTMLElement>("[data-mark]")?.dataset.mark;
    this.#list.replaceChildren(...marks.map((mark, index) => this.#item(mark, index + 1)));
    show(byId("marks-empty"), marks.length === 0);
    if (inItem) this.focus(inItem);
  }

  #item(mark: Mark, number: number): HTMLElement {
    const item = copyOf("mark-item");
    item.dataset.mark = mark.id;
    item.dataset.kind = kindOfType(mark.type);
    this.#fill(item, mark, number);
    this.#tools(item, mark, number);
    return item;
  }

  #fill(item: HTMLElement, mark: Mark, number: number): void {
    const put = (part: string, words: string) => {
      const element = one(item, `[data-${part}]`);
      element.textContent = words;
      show(element, words !== "");
    };
    put("number", String(number));
    put("type-name", nameOfType(mark.type));
    put("quote", mark.omission ? "" : mark.quote);
    put("facts", factsOf(mark));
    put("comment", mark.comment);
    put("problem", mark.span || mark.omission ? "" : t("mark-unplaced"));
    show(one(item, "[data-evidence]"), mark.evidence !== null);
    put("evidence-quote", mark.evidence?.quote ?? "");
    put("evidence-source", mark.evidence ? this.#dossier.titleOf(mark.evidence.source) : "");
  }

  #tools(item: HTMLElement, mark: Mark, number: number): void {
    const label = (part: string, words: string) => {
      one(item, `[data-${part}]`).textContent = words;
    };
    label("done-label", t("mark-done", { number }));
    label("find-text", t("mark-find", { number }));
    label("edit-text", t("mark-edit", { number }));
    label("delete-text", t("mark-delete", { number }));
    const go = one(item, "[data-show-mark]");
    const words = [t("mark-label", { number, type: nameOfType(mark.type) }), mark.quote].filter(Boolean);
    go.setAttribute("aria-label", words.join(". "));
    go.addEventListener("click", () => this.#hooks.show(mark.id));
    one(item, "[data-edit]").addEventListener("click", () => this.#hooks.edit(mark.id));
    one(item, "[data-delete]").addEventListener("click", () => this.#hooks.delete(mark.id));
    const find = one(item, "[data-find]");
    find.addEventListener("click", () => this.#hooks.find(mark.quote));
    show(find, !mark.omission && mark.type !== SOUND);
    this.#tick(one<HTMLInputElement>(item, "[data-done]"), item, mark.id);
  }

  #tick(box: HTMLInputElement, item: HTMLElement, id: string): void {
    box.checked = this.#ticks.has(id);
    item.classList.toggle("is-done", box.checked);
    box.addEventListener("change", () => {
      if (box.checked) this.#ticks.add(id);
      else this.#ticks.delete(id);
      item.classList.toggle("is-done", box.checked);
      this.#store.outbox.write(TICKS, [...this.#ticks].join(" "));
    });
  }
}

function factsOf(mark: Mark): string {
  const severity = mark.severity
    ? (byId("form-severity").querySelector(`[value="${mark.severity}"] + span`)?.textContent ?? "")
    : "";
  const sure = mark.confidence === null ? "" : t("sure", { percent: mark.confidence });
  return [mark.omission ? t("missing") : "", severity, sure].filter(Boolean).join(" · ");
}
