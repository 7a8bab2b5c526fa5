// The state of saving, always in sight, and what to do when it does not go well.
import { text as t } from "../../texts";
import type { Mark } from "../model/marks";
import { markOf } from "../model/marks";
import type { Content } from "../model/outbox";
import type { Conflict, SaveState } from "../model/sync";
import { byId, show } from "./dom";
import { announce } from "./say";
import type { Store } from "./store";
import { nameOfType } from "./types";

interface Alert {
  words: string;
  action?: { label: string; run: () => void };
}

const HOUR = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

export class Saving {
  readonly #store: Store;
  readonly #conflict = byId<HTMLDialogElement>("conflict");
  #asking: Conflict | null = null;
  #before: SaveState["kind"] = "saved";
  #isClosed = false;

  constructor(store: Store) {
    this.#store = store;
    store.listen((event) => {
      if (event.kind === "state") this.#draw();
      if (event.kind === "conflict") this.#ask();
      if (event.kind === "submitted") this.#closed();
    });
    this.#conflict.addEventListener("close", () => this.#settle());
    addEventListener("online", () => store.retry());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && store.unsaved) store.retry();
    });
    addEventListener("beforeunload", (event) => {
      if (store.unsaved && store.outbox.failing) event.preventDefault();
    });
  }

  #draw(): void {
    const { state } = this.#store;
    const box = byId("save-state");
    box.dataset.kind = state.kind;
    byId("save-text").textContent = shortly(state);
    this.#alert(this.#alertOf(state));
    if (state.kind === "closed") this.#closed();
    if (state.kind === this.#before || state.kind === "saving") return;
    if (this.#before === "offline" && state.kind === "saved") announce(t("back-online"));
    else if (state.kind === "offline") announce(t("offline"));
    this.#before = state.kind;
  }

  #alertOf(state: SaveState): Alert | null {
    const retry = { label: t("retry"), run: () => this.#store.retry() };
    if (state.kind === "signed-out") return { words: t("signed-out-more"), action: retry };
    if (state.kind === "refused") return { words: t("refused-more", { detail: state.detail }) };
    if (state.kind === "conflict")
      return { words: t("conflict"), action: { label: t("choose"), run: () => this.#ask() } };
    if (this.#store.outbox.failing) return { words: t("storage-failing") };
    return state.kind === "offline" ? { words: t("offline-more"), action: retry } : null;
  }

  #alert(alert: Alert | null): void {
    const words = byId("alert-text");
    if (words.textContent !== (alert?.words ?? "")) words.textContent = alert?.words ?? "";
    show(byId("alert"), alert !== null);
    const button = byId<HTMLButtonElement>("alert-action");
    show(button, alert?.action !== undefined);
    button.textContent = alert?.action?.label ?? "";
    button.onclick = alert?.action?.run ?? null;
  }

  #ask(): void {
    const conflict = this.#store.conflicts[0];
    if (!conflict || this.#conflict.open) return;
    this.#asking = conflict;
    const kind = conflict.key.startsWith("text:") ? conflict.key.slice("text:".length) : "annotation";
    byId("conflict-what").textContent = t(`conflict-${kind}`);
    byId("conflict-mine").textContent = this.#told(conflict.mine);
    byId("conflict-theirs").textContent = this.#told(conflict.theirs.content);
    this.#conflict.returnValue = "";
    this.#conflict.showModal();
  }

  /** With Escape the choice waits: nothing is overwritten meanwhile, and the alert offers it again. */
  #settle(): void {
    const choice = this.#conflict.returnValue;
    const asked = this.#asking;
    this.#asking = null;
    if (!asked || (choice !== "mine" && choice !== "theirs")) return;
    this.#store.settle(asked.key, choice);
    this.#ask();
  }

  #told(content: Content): string {
    if (content === null) return t("conflict-deleted");
    if (typeof content === "string") return content;
    return wordsOf(markOf(this.#store.draft, this.#store.points, "", content));
  }

  /** With nothing unsaved there is nothing to tell but the feedback. */
  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const lost = this.#store.unsaved > 0;
    this.#store.outbox.clear();
    if (lost) byId<HTMLDialogElement>("closed").showModal();
    else location.assign(`/attempts/${this.#store.attempt.id}/feedback`);
  }
}

function shortly(state: SaveState): string {
  if (state.kind === "saved")
    return state.at === null ? t("saved") : t("saved-at", { time: HOUR.format(state.at) });
  return t(state.kind);
}

function wordsOf(mark: Mark): string {
  const quote = mark.omission ? t("missing") : `« ${mark.quote} »`;
  const sure = mark.confidence === null ? "" : t("sure", { percent: mark.confidence });
  const proof = mark.evidence ? `${t("proof")} : ${mark.evidence.quote}` : "";
  return [quote, [nameOfType(mark.type), sure].filter(Boolean).join(", "), mark.comment, proof]
    .filter(Boolean)
    .join("\n");
}
