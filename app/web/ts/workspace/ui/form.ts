// The form of one mark. What is filled in is kept in the browser at each change, so that a reload reopens it.
import { text as t } from "../../texts";
import type { Mark } from "../model/marks";
import { type Evidence, type Severity, SOUND } from "../model/types";
import { all, byId, isField, one, show } from "./dom";
import type { Proving } from "./proving";
import { toast } from "./say";
import type { Steps } from "./steps";
import type { Store } from "./store";
import { nameOfType } from "./types";

const KEPT = "form";

/** A mark being made or changed; `type` is empty until chosen. */
export interface Draft {
  mark: Mark;
  isNew: boolean;
  /** The revision that the person saw when they opened it. */
  madeFrom: number;
}

export interface Hooks {
  opened(draft: Draft): void;
  /** `mark` is null when nothing was saved. */
  closed(mark: Mark | null): void;
  deleted(id: string): void;
}

export class MarkForm {
  readonly #store: Store;
  readonly #steps: Steps;
  readonly #proving: Proving;
  readonly #hooks: Hooks;
  readonly #form = byId<HTMLFormElement>("mark-form");
  readonly #comment = byId<HTMLTextAreaElement>("form-comment");
  #draft: Draft | null = null;

  constructor(store: Store, steps: Steps, proving: Proving, hooks: Hooks) {
    this.#store = store;
    this.#steps = steps;
    this.#proving = proving;
    this.#hooks = hooks;
    this.#listen();
  }

  get isOpen(): boolean {
    return this.#draft !== null;
  }

  open(draft: Draft): void {
    this.#draft = draft;
    this.#fill(draft);
    show(byId("marks-panel"), false);
    show(this.#form, true);
    this.#steps.show("marks");
    this.#form.scrollTo({ top: 0 });
    this.#keep();
    this.#hooks.opened(draft);
    this.#firstField().focus({ preventScroll: true });
  }

  /** Opens again what was being filled in when the page went away. */
  reopen(): void {
    const kept = parsed(this.#store.outbox.read(KEPT));
    if (kept && (kept.isNew || this.#store.mark(kept.mark.id))) this.open(kept);
    else this.#store.outbox.erase(KEPT);
  }

  cancel(): void {
    const draft = this.#draft;
    if (!draft) return;
    const before = this.#store.mark(draft.mark.id);
    const left = this.#read(draft);
    this.#close(null);
    if (
      before
        ? JSON.stringify(before) === JSON.stringify(left.mark)
        : !left.mark.comment && !left.mark.evidence
    )
      return;
    toast(t("form-dropped"), { label: t("form-reopen"), run: () => this.open(left) });
  }

  #listen(): void {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.#form.addEventListener("input", () => {
      this.#show();
      this.#keep();
    });
    this.#form.addEventListener("keydown", (event) => this.#keydown(event));
    for (const id of ["form-cancel", "form-close"]) byId(id).addEventListener("click", () => this.cancel());
    byId("form-delete").addEventListener("click", () => this.#delete());
    byId("form-pick").addEventListener("click", () => this.#pick());
    byId("form-unpick").addEventListener("click", () => {
      this.#prove(null);
      byId("form-pick").focus();
    });
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key === "Escape") this.cancel();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#save();
    else if (isField(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key.toLowerCase() === "r") this.#pick();
    else if (!this.#choose(event.key.toLowerCase())) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The radio button of a key, if it is on offer. */
  #choose(key: string): boolean {
    const radio = all<HTMLInputElement>(this.#form, "[data-key]").find((one) => one.dataset.key === key);
    if (!radio || radio.closest("[hidden]")) return false;
    const group = radio.closest("details");
    if (group) group.open = true;
    radio.click();
    radio.focus();
    return true;
  }

  #fill({ mark, isNew }: Draft): void {
    this.#form.reset();
    const number = this.#store.number(mark.id);
    byId("form-title").textContent = isNew
      ? (one(document, "#form-title").dataset.new ?? "")
      : t("form-edit", { number });
    byId("form-passage").textContent = mark.quote;
    show(byId("form-passage"), !mark.omission);
    show(byId("form-omission"), mark.omission);
    show(byId("form-sound"), !mark.omission);
    show(byId("comment-why"), !mark.omission);
    show(byId("comment-missing"), mark.omission);
    show(byId("form-delete"), !isNew);
    this.#check("type", mark.type);
    this.#check("severity", mark.severity ?? "");
    this.#check("confidence", String(mark.confidence ?? ""));
    this.#comment.value = mark.comment;
    this.#openGroup();
    this.#clearProblems();
    this.#prove(mark.evidence);
  }

  #check(name: string, value: string): void {
    for (const radio of all<HTMLInputElement>(this.#form, `[name="${name}"]`))
      radio.checked = radio.value === value;
  }

  #openGroup(): void {
    const groups = all<HTMLDetailsElement>(this.#form, "details.types");
    const chosen = groups.find((group) => group.querySelector(":checked")) ?? groups[0];
    if (chosen) chosen.open = true;
  }

  #firstField(): HTMLElement {
    const checked = this.#form.querySelector<HTMLElement>("[name=type]:checked");
    return checked ?? one(this.#form, "details[open] [name=type]");
  }

  #value(name: string): string {
    return (this.#form.elements.namedItem(name) as RadioNodeList).value;
  }

  /** The draft with what the form now says. */
  #read({ mark, ...rest }: Draft): Draft {
    const type = this.#value("type");
    const confidence = this.#value("confidence");
    return {
      ...rest,
      mark: {
        ...mark,
        type,
        severity: type === SOUND ? null : ((this.#value("severity") || null) as Severity | null),
        confidence: confidence ? Number(confidence) : null,
        comment: this.#comment.value.trim(),
      },
    };
  }

  #keep(): void {
    if (this.#draft) this.#store.outbox.write(KEPT, JSON.stringify(this.#read(this.#draft)));
  }

  /** What follows from what is chosen. */
  #show(): void {
    const type = this.#value("type");
    show(byId("form-severity"), type !== SOUND);
    const severity = this.#value("severity");
    byId("severity-help").textContent = severity ? byId(`help-${severity}`).textContent : "";
    for (const group of all(this.#form, "details.types")) {
      const here = group.querySelector<HTMLInputElement>(":checked");
      one(group, "[data-chosen]").textContent = here ? nameOfType(here.value) : "";
    }
    for (const [name, problem] of this.#problems()) if (!problem) show(byId(`error-${name}`), false);
  }

  #problems(): [string, boolean][] {
    const type = this.#value("type");
    const isFlaw = type !== SOUND;
    return [
      ["type", !type],
      ["severity", isFlaw && !this.#value("severity")],
      ["confidence", isFlaw && !this.#value("confidence")],
      ["comment", this.#draft?.mark.omission === true && !this.#comment.value.trim()],
    ];
  }

  #clearProblems(): void {
    for (const name of ["type", "severity", "confidence", "comment"]) show(byId(`error-${name}`), false);
  }

  /** Shows what is still to be chosen and goes to the first of it. */
  #complain(): boolean {
    const open = this.#problems().filter(([, problem]) => problem);
    for (const [name] of open) {
      byId(`error-${name}`).textContent = t(`need-${name}`);
      show(byId(`error-${name}`), true);
    }
    const first = open[0]?.[0];
    if (!first) return false;
    const field = first === "type" ? this.#firstField() : one(this.#form, `[name="${first}"]`);
    byId(`error-${first}`).scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
    return true;
  }

  #save(): void {
    if (!this.#draft || this.#complain()) return;
    const { mark, isNew, madeFrom } = this.#read(this.#draft);
    this.#store.keepMark(mark, isNew ? undefined : madeFrom);
    this.#close(mark);
  }

  #delete(): void {
    const id = this.#draft?.mark.id;
    this.#close(null);
    if (id) this.#hooks.deleted(id);
  }

  #close(mark: Mark | null): void {
    this.#proving.stop();
    this.#draft = null;
    this.#store.outbox.erase(KEPT);
    show(this.#form, false);
    show(byId("marks-panel"), true);
    this.#hooks.closed(mark);
  }

  #pick(): void {
    this.#proving.start(this.#draft?.mark.evidence ?? null, (evidence) => {
      if (!this.#draft) return;
      this.#steps.show("marks");
      if (evidence) this.#prove(evidence);
      byId("form-pick").focus({ preventScroll: true });
      byId("form-pick").scrollIntoView({ block: "nearest" });
    });
  }

  #prove(evidence: Evidence | null): void {
    if (!this.#draft) return;
    this.#draft.mark.evidence = evidence;
    show(byId("form-evidence"), evidence !== null);
    show(byId("form-unpick"), evidence !== null);
    show(byId("pick-first"), evidence === null);
    show(byId("pick-again"), evidence !== null);
    byId("form-evidence-quote").textContent = evidence?.quote ?? "";
    byId("form-evidence-source").textContent = evidence ? this.#proving.titleOf(evidence.source) : "";
    this.#show();
    this.#keep();
  }
}

function parsed(json: string | null): Draft | null {
  try {
    const draft = JSON.parse(json ?? "null") as Draft | null;
    return draft?.mark.id ? draft : null;
  } catch {
    return null;
  }
}
