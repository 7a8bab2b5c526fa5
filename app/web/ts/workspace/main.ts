// The workspace: puts its parts together on the page of one attempt.
import { plural, text as t } from "../texts";
import type { Mark } from "./model/marks";
import { type Attempt, SOUND } from "./model/types";
import { Comparison } from "./ui/compare";
import { byId, hasModifier, isField } from "./ui/dom";
import { Dossier } from "./ui/dossier";
import { DraftMarks } from "./ui/draft";
import { MarkForm } from "./ui/form";
import { offerTwist, Submitting } from "./ui/handing";
import { MarkList } from "./ui/marklist";
import { Proving } from "./ui/proving";
import { Review } from "./ui/review";
import { Saving } from "./ui/saving";
import { announce, toast } from "./ui/say";
import { Steps } from "./ui/steps";
import { Store } from "./ui/store";
import { takeName } from "./ui/tabs";
import { TextView } from "./ui/textview";
import { Writing } from "./ui/writing";

function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

async function start(): Promise<void> {
  const attempt = JSON.parse(byId("attempt").textContent ?? "") as Attempt;
  const store = new Store(attempt, await takeName(), storage());
  new Workspace(store).start();
}

class Workspace {
  readonly #store: Store;
  readonly #steps = new Steps();
  readonly #writing: Writing;
  readonly #form: MarkForm;
  readonly #list: MarkList;
  readonly #drawn: DraftMarks | null = null;
  readonly #review: Review | null = null;
  /** Where the focus goes when the form closes. */
  #from: "draft" | "list" = "draft";

  constructor(store: Store) {
    this.#store = store;
    const dossier = new Dossier(store.attempt.exercise);
    this.#writing = new Writing(store);
    this.#form = new MarkForm(store, this.#steps, new Proving(dossier, this.#steps), {
      opened: ({ mark }) => this.#review?.marking(mark.span),
      closed: (mark) => this.#closed(mark),
      deleted: (id) => this.#delete(id),
    });
    this.#list = new MarkList(store, dossier, {
      show: (id) => this.#show(id),
      edit: (id) => this.#edit(id, "list"),
      delete: (id) => this.#delete(id),
      find: (quote) => this.#find(quote),
    });
    const root = document.getElementById("draft");
    if (root) {
      const view = new TextView(root, store.draft, store.attempt.exercise.language);
      this.#drawn = new DraftMarks(store, view, (id) => this.#edit(id, "draft"));
      this.#review = new Review(store, view, this.#drawn, {
        fill: (draft) => {
          this.#from = "draft";
          this.#form.open(draft);
        },
        edit: (id) => this.#edit(id, "draft"),
        delete: (id) => this.#delete(id),
        kept: (mark) => this.#kept(mark),
      });
    }
    new Comparison(store, this.#steps, this.#writing);
    new Submitting(store, this.#steps, () => this.#form.isOpen);
    new Saving(store);
    offerTwist(store);
  }

  start(): void {
    this.#store.start();
    this.#steps.start();
    this.#form.reopen();
    byId("undo").addEventListener("click", () => this.#undo());
    byId("open-help").addEventListener("click", () => byId<HTMLDialogElement>("help").showModal());
    document.addEventListener("keydown", (event) => this.#keydown(event));
  }

  #keydown(event: KeyboardEvent): void {
    if (isField(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      event.preventDefault();
      this.#undo();
    } else if (event.key === "?" && !hasModifier(event)) {
      event.preventDefault();
      byId<HTMLDialogElement>("help").showModal();
    }
  }

  #edit(id: string, from: "draft" | "list"): void {
    const mark = this.#store.mark(id);
    if (!mark) return;
    this.#from = from;
    this.#form.open({ mark, isNew: false, madeFrom: this.#store.revisionOf(id) });
    this.#drawn?.show(id);
  }

  #closed(mark: Mark | null): void {
    this.#review?.marking(null);
    if (this.#from === "draft") {
      this.#steps.show("main");
      this.#review?.focus();
    } else if (mark) this.#list.focus(mark.id);
    if (mark) this.#kept(mark);
  }

  #kept(mark: Mark): void {
    const words =
      mark.type === SOUND ? t("saved-sound") : t("saved-mark", { number: this.#store.number(mark.id) });
    toast(words, { label: t("undo"), run: () => this.#undo() });
  }

  #delete(id: string): void {
    this.#store.dropMark(id);
    toast(t("deleted-mark"), { label: t("undo"), run: () => this.#undo() });
  }

  #undo(): void {
    const change = this.#store.undo();
    announce(
      change ? `${t("undone")} ${plural("work-marks", this.#store.marks.length)}` : t("nothing-to-undo"),
    );
    if (change?.after) this.#drawn?.show(change.after.id);
  }

  /** From the list to the passage; on the way to the draft where a text is being written. */
  #show(id: string): void {
    if (this.#steps.step === "review") this.#steps.show("main");
    else this.#steps.go("review");
    if (!this.#drawn?.show(id)) this.#edit(id, "list");
  }

  #find(quote: string): void {
    const kind = this.#steps.step === "twist" ? "twist" : "rewrite";
    this.#steps.show("main");
    if (!this.#writing.find(kind, quote)) {
      this.#steps.show("marks");
      toast(t("mark-not-in-text"));
    }
  }
}

void start();
