// Sending the note to the client, and submitting: both only once everything is on the server.
import { plural, text as t } from "../../texts";
import type { Outcome } from "../model/api";
import type { TextKind } from "../model/types";
import { type Gap, gapsOf, isBlank, type Work, wordCount } from "../model/writing";
import { all, byId, one, show } from "./dom";
import { announce } from "./say";
import type { Steps } from "./steps";
import type { Store } from "./store";

const PATIENCE_MS = 10_000;

/** Waits until nothing is unsaved; false when that takes too long. */
async function saved(store: Store, isSaved: () => boolean): Promise<boolean> {
  if (isSaved()) return true;
  store.retry();
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), PATIENCE_MS);
    store.listen((event) => {
      if (event.kind !== "state" || !isSaved()) return;
      clearTimeout(timer);
      resolve(true);
    });
  });
}

function tell(
  problem: HTMLElement,
  outcome: Outcome<unknown> | null,
  words: { away: string; unsaved: string },
): void {
  const refused = outcome?.kind === "refused" && outcome.detail;
  if (!outcome) problem.textContent = words.unsaved;
  else if (outcome.kind === "signed-out") problem.textContent = t("signed-out-more");
  else problem.textContent = refused || words.away;
  show(problem, true);
}

/** The client's answer, which comes once the note is sent. */
export function offerTwist(store: Store): void {
  const button = document.getElementById("twist-send") as HTMLButtonElement | null;
  if (!button) return;
  const draw = () => {
    const empty = isBlank(store.text("client_note"));
    button.setAttribute("aria-disabled", String(empty));
    show(byId("twist-needs"), empty);
    show(byId("twist-to-note"), empty);
    show(byId("twist-before"), store.twist === null);
    show(byId("twist-after"), store.twist !== null);
    byId("twist-message").textContent = store.twist ?? "";
  };
  const send = async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    show(byId("twist-problem"), false);
    button.setAttribute("aria-disabled", "true");
    const outcome = (await saved(store, () => store.isSaved("client_note")))
      ? await store.api.reveal()
      : null;
    if (outcome?.kind === "done") {
      store.openTwist(outcome.value.message);
      announce(t("twist-arrived"));
      byId("twist-from").focus();
    } else tell(byId("twist-problem"), outcome, { away: t("twist-failed"), unsaved: t("twist-unsaved") });
    draw();
  };
  button.addEventListener("click", () => void send());
  store.listen((event) => {
    if (event.kind === "twist" || event.kind === "text") draw();
  });
}

export class Submitting {
  readonly #store: Store;
  readonly #steps: Steps;
  readonly #formIsOpen: () => boolean;
  readonly #dialog = byId<HTMLDialogElement>("submit-dialog");
  readonly #button = byId<HTMLButtonElement>("submit-open");

  constructor(store: Store, steps: Steps, formIsOpen: () => boolean) {
    this.#store = store;
    this.#steps = steps;
    this.#formIsOpen = formIsOpen;
    this.#button.addEventListener("click", () => this.#ask());
    this.#dialog.addEventListener("close", () => {
      if (this.#dialog.returnValue === "yes") void this.#submit();
      this.#dialog.returnValue = "";
    });
    steps.listen(() => this.#draw());
    store.listen(() => this.#draw());
  }

  #work(): Work {
    const { attempt, draft, marks, twist } = this.#store;
    const has = (step: string) => document.getElementById(`step-${step}`) !== null;
    const text = (kind: TextKind) => this.#store.text(kind);
    return {
      marks: marks.length,
      draft,
      ...(has("rewrite") && { rewrite: text("rewrite") }),
      ...(has("explain") && { note: text("client_note") }),
      ...(attempt.exercise.has_twist && { twist: { opened: twist !== null, text: text("twist") } }),
    };
  }

  /** What has been done, part by part. */
  #draw(): void {
    if (this.#steps.step !== "submit") return;
    const work = this.#work();
    const gaps = gapsOf(work);
    const words = (text: string | null | undefined) => plural("words", wordCount(text ?? ""));
    const said = (gap: Gap, told: string, otherwise: string) => (gaps.includes(gap) ? told : otherwise);
    const states: Record<string, string> = {
      review: plural("work-marks", work.marks),
      rewrite: said("rewrite-untouched", t("work-untouched"), words(work.rewrite)),
      explain: said("note-empty", t("work-empty"), words(work.note)),
      twist: said(
        "twist-unopened",
        t("work-unopened"),
        said("twist-untouched", t("work-unadapted"), words(work.twist?.text)),
      ),
    };
    for (const line of all(document, "[data-work]")) {
      one(line, "[data-work-state]").textContent = states[line.dataset.work ?? ""] ?? "";
    }
  }

  #ask(): void {
    const gaps: string[] = gapsOf(this.#work());
    if (this.#formIsOpen()) gaps.unshift("form-open");
    const items = gaps.map((gap) => {
      const item = document.createElement("li");
      item.textContent = t(`gap-${gap}`);
      return item;
    });
    byId("submit-gap-list").replaceChildren(...items);
    show(byId("submit-gaps"), gaps.length > 0);
    show(byId("submit-problem"), false);
    this.#dialog.showModal();
  }

  async #submit(): Promise<void> {
    this.#button.disabled = true;
    announce(t("submitting"));
    const outcome = (await saved(this.#store, () => this.#store.unsaved === 0))
      ? await this.#store.api.submit()
      : null;
    if (outcome?.kind === "done" || outcome?.kind === "closed") {
      this.#store.submitted();
      location.assign(`/attempts/${this.#store.attempt.id}/feedback`);
      return;
    }
    this.#button.disabled = false;
    tell(byId("submit-problem"), outcome, { away: t("submit-failed"), unsaved: t("submit-unsaved") });
  }
}
