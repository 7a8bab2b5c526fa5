// The attempt as the person sees it: the server's state with their unsaved work on top. The parts of the page
// read it, change it, and hear of every change.
import { Api, versionsOf } from "../model/api";
import { type Change, History } from "../model/history";
import { bodyOf, inOrder, type Mark, markOf } from "../model/marks";
import { type Entry, type Key, Outbox, type Version } from "../model/outbox";
import { nfc, Points } from "../model/positions";
import { type Conflict, type SaveState, Sync } from "../model/sync";
import type { AnnotationBody, Attempt, TextKind } from "../model/types";
import { type Tab, Wire } from "./tabs";

/** `text` and `marks` say whether it came from elsewhere than this page's own fields and forms. */
export type Event =
  | { kind: "state" }
  | { kind: "marks" }
  | { kind: "text"; text: TextKind; elsewhere: boolean }
  | { kind: "twist" }
  | { kind: "conflict"; conflict: Conflict }
  | { kind: "submitted" };

export class Store {
  readonly attempt: Attempt;
  readonly draft: string;
  readonly points: Points;
  readonly api: Api;
  readonly outbox: Outbox;
  twist: string | null;
  readonly #sync: Sync;
  readonly #wire: Wire;
  readonly #history = new History();
  readonly #listeners: ((event: Event) => void)[] = [];
  /** In the order in which they were made, which decides among omissions. */
  readonly #made: string[] = [];
  #adopted: Entry[];

  constructor(attempt: Attempt, tab: Tab, storage: Storage | null) {
    this.attempt = attempt;
    this.draft = nfc(attempt.exercise.draft);
    this.points = new Points(this.draft);
    this.twist = attempt.twist?.message ?? null;
    this.api = new Api(attempt.id, (address, options) => fetch(address, options));
    this.outbox = new Outbox(storage, attempt.id, tab.id);
    this.#wire = new Wire(attempt.id, (news) => this.#hear(news));
    this.#sync = new Sync(this.#ports(), {
      state: () => this.#emit({ kind: "state" }),
      content: (key) => this.#changed(key, true),
      saved: (key, version) => this.#wire.tell({ kind: "saved", key, version }),
      conflict: (conflict) => this.#emit({ kind: "conflict", conflict }),
    });
    this.#adopted = this.outbox.adopt(tab.alive);
  }

  /** Once every part of the page listens. */
  start(): void {
    this.#sync.start(versionsOf(this.attempt), this.#adopted);
    this.#adopted = [];
    this.#emit({ kind: "marks" });
    for (const text of ["rewrite", "client_note", "twist"] as const) {
      this.#emit({ kind: "text", text, elsewhere: true });
    }
  }

  listen(listener: (event: Event) => void): void {
    this.#listeners.push(listener);
  }

  get state(): SaveState {
    return this.#sync.state;
  }

  get conflicts(): Conflict[] {
    return this.#sync.conflicts;
  }

  get unsaved(): number {
    return this.#sync.pending;
  }

  get marks(): Mark[] {
    for (const key of this.#sync.keys()) {
      const id = idOf(key);
      if (id && !this.#made.includes(id)) this.#made.push(id);
    }
    return inOrder(this.#made.map((id) => this.mark(id)).filter((mark) => mark !== null));
  }

  mark(id: string): Mark | null {
    const content = this.#sync.content(`annotation:${id}`);
    return content ? markOf(this.draft, this.points, id, content as AnnotationBody) : null;
  }

  /** The number that the page shows for a mark. */
  number(id: string): number {
    return this.marks.findIndex((mark) => mark.id === id) + 1;
  }

  revisionOf(id: string): number {
    return this.#sync.revision(`annotation:${id}`);
  }

  /** Makes a mark or changes it. `madeFrom`: its revision when the form was opened. */
  keepMark(mark: Mark, madeFrom?: number): void {
    this.#apply({ before: this.mark(mark.id), after: mark }, madeFrom);
  }

  dropMark(id: string): void {
    this.#apply({ before: this.mark(id), after: null });
  }

  get canUndo(): boolean {
    return !this.#history.isEmpty;
  }

  /** Takes back the last change to the marks; null when there is none. */
  undo(): Change | null {
    const change = this.#history.undo((id) => this.mark(id));
    if (change) this.#put(change);
    return change;
  }

  /** A text as it is; null when nothing was ever written. */
  text(kind: TextKind): string | null {
    return this.#sync.content(`text:${kind}`) as string | null;
  }

  write(kind: TextKind, text: string): void {
    this.#sync.change(`text:${kind}`, nfc(text));
    this.#emit({ kind: "text", text: kind, elsewhere: false });
  }

  isSaved(kind: TextKind): boolean {
    return this.#sync.isSaved(`text:${kind}`);
  }

  openTwist(message: string): void {
    this.twist = message;
    this.#wire.tell({ kind: "twist", message });
    this.#emit({ kind: "twist" });
  }

  settle(key: Key, choice: "mine" | "theirs"): void {
    this.#sync.settle(key, choice);
    this.#changed(key, true);
  }

  retry(): void {
    this.#sync.retry();
  }

  submitted(): void {
    this.outbox.clear();
    this.#wire.tell({ kind: "submitted" });
  }

  #apply(change: Change, madeFrom?: number): void {
    const written = this.#put(change, madeFrom);
    this.#history.record({ before: change.before, after: written });
  }

  /** Writes the mark and returns it as it then reads back, so that undo can compare the two. */
  #put({ before, after }: Change, madeFrom?: number): Mark | null {
    const id = (after ?? before)?.id as string;
    const body = after && bodyOf(this.draft, this.points, after);
    this.#sync.change(`annotation:${id}`, body, madeFrom);
    this.#emit({ kind: "marks" });
    return this.mark(id);
  }

  #ports() {
    return {
      send: this.api.save,
      outbox: this.outbox,
      now: () => Date.now(),
      random: Math.random,
      later: (ms: number, task: () => void) => {
        const timer = setTimeout(task, ms);
        return () => clearTimeout(timer);
      },
    };
  }

  #hear(news: Parameters<Wire["tell"]>[0]): void {
    if (news.kind === "saved") this.#sync.take(news.key, news.version as Version);
    else if (news.kind === "submitted") this.#emit({ kind: "submitted" });
    else {
      this.twist = news.message;
      this.#emit({ kind: "twist" });
    }
  }

  #changed(key: Key, elsewhere: boolean): void {
    if (idOf(key)) this.#emit({ kind: "marks" });
    else this.#emit({ kind: "text", text: key.slice("text:".length) as TextKind, elsewhere });
  }

  #emit(event: Event): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function idOf(key: Key): string | null {
  return key.startsWith("annotation:") ? key.slice("annotation:".length) : null;
}
