// The comparison with the draft, as the server words it, a moment after each change.
import { text as t } from "../../texts";
import type { TextKind } from "../model/types";
import { byId, show } from "./dom";
import type { Steps } from "./steps";
import type { Store } from "./store";
import type { Writing } from "./writing";

const REST_MS = 400;

export class Comparison {
  readonly #store: Store;
  readonly #steps: Steps;
  readonly #writing: Writing;
  readonly #pane = byId("pane-compare");
  #shown = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = new AbortController();

  constructor(store: Store, steps: Steps, writing: Writing) {
    this.#store = store;
    this.#steps = steps;
    this.#writing = writing;
    steps.listen(() => this.#soon(0));
    store.listen((event) => {
      if (event.kind === "text") this.#soon(REST_MS);
    });
  }

  #soon(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#refresh(), ms);
  }

  /** Only what is looked at is asked for, and only when it changed. */
  async #refresh(): Promise<void> {
    const kind: TextKind = this.#steps.step === "twist" && this.#store.twist !== null ? "twist" : "rewrite";
    const text = this.#writing.current(kind);
    const wanted = `${kind}:${text}`;
    if (!this.#pane.checkVisibility() || wanted === this.#shown) return;
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    const html = await this.#ask(new URLSearchParams({ kind, text }), signal);
    if (signal.aborted) return;
    const problem = byId("compare-problem");
    problem.textContent = html === null ? t("compare-failed") : "";
    show(problem, html === null);
    if (html === null) return;
    this.#shown = wanted;
    // Our own template, in which every word of a text is escaped.
    byId("comparison").innerHTML = html;
  }

  async #ask(body: URLSearchParams, signal: AbortSignal): Promise<string | null> {
    try {
      const address = `/attempts/${this.#store.attempt.id}/compare`;
      const response = await fetch(address, { method: "POST", body, signal, redirect: "error" });
      return response.ok ? await response.text() : null;
    } catch {
      return null;
    }
  }
}
