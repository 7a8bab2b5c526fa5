// The steps, and what of the page is shown beside them; css/workspace/layout.css hides the rest.
import { all, byId } from "./dom";

export type Step = "review" | "rewrite" | "explain" | "twist" | "submit";
export type Pane = "main" | "dossier" | "compare" | "marks";

const WIDE = matchMedia("(min-width: 68rem)");

export class Steps {
  readonly #root = byId("workspace");
  readonly #listeners: (() => void)[] = [];

  constructor() {
    addEventListener("hashchange", () => this.go(location.hash.slice(1)));
    for (const link of all(this.#root, "[data-go]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.go(link.dataset.go ?? "");
      });
    }
    for (const tab of all(this.#root, "[data-show]")) {
      tab.addEventListener("click", () => this.show(tab.dataset.show as Pane));
    }
    for (const tab of all(this.#root, "[data-side-show]")) {
      tab.addEventListener("click", () => this.side(tab.dataset.sideShow as "dossier" | "compare"));
    }
  }

  /** On the step that the address names. */
  start(): void {
    this.#enter(location.hash.slice(1), false);
  }

  get step(): Step {
    return this.#root.dataset.step as Step;
  }

  get pane(): Pane {
    return this.#root.dataset.pane as Pane;
  }

  /** Whether dossier, text and marks stand side by side. */
  get isWide(): boolean {
    return WIDE.matches;
  }

  listen(listener: () => void): void {
    this.#listeners.push(listener);
    WIDE.addEventListener("change", listener);
  }

  /** Goes to a step of this exercise; any other name changes nothing. */
  go(step: string): void {
    if (step === this.step) this.show("main");
    else this.#enter(step, true);
  }

  /** On a narrow screen: the one pane to show. */
  show(pane: Pane): void {
    this.#root.dataset.pane = pane;
    if (pane === "dossier" || pane === "compare") this.#root.dataset.side = pane;
    this.#told();
    if (!this.isWide) scrollTo({ top: 0, behavior: "instant" });
  }

  /** On a wide screen: what stands to the left of a text being written. */
  side(side: "dossier" | "compare"): void {
    this.#root.dataset.side = side;
    this.#told();
  }

  #enter(step: string, byPerson: boolean): void {
    const panel = document.getElementById(`step-${step}`);
    if (!panel) return;
    this.#root.dataset.step = step;
    this.#root.dataset.side = step === "rewrite" ? "compare" : "dossier";
    this.show("main");
    if (!byPerson) return;
    if (location.hash.slice(1) !== step) history.pushState(null, "", `#${step}`);
    panel.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    panel.scrollTo({ top: 0 });
  }

  #told(): void {
    for (const link of all(this.#root, ".stepper [data-go]")) {
      mark(link, "aria-current", link.dataset.go === this.step ? "step" : null);
    }
    for (const tab of all(this.#root, "[data-show]")) {
      mark(tab, "aria-current", tab.dataset.show === this.pane ? "true" : null);
    }
    for (const tab of all(this.#root, "[data-side-show]")) {
      mark(tab, "aria-pressed", String(tab.dataset.sideShow === this.#root.dataset.side));
    }
    for (const listener of this.#listeners) listener();
  }
}

function mark(element: HTMLElement, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}
