// Saves every change: into the browser at once, to the server soon after, again and again until it answers.
// Nothing here knows the page or the network; both are passed in.
import { sameBody } from "./marks.ts";
import type { Content, Entry, Key, Outbox, Version } from "./outbox.ts";

/** What became of one request. */
export type Answer =
  | { kind: "saved"; revision: number }
  | { kind: "stale"; current: Version }
  | { kind: "signed-out" }
  | { kind: "closed" }
  | { kind: "refused"; detail: string }
  | { kind: "later"; afterMs?: number };

type Decision = Extract<Answer, { kind: "saved" | "stale" | "refused" }>;

/** `content` null deletes. A `revision` of 0 says that it is new. */
export type Send = (key: Key, version: Version) => Promise<Answer>;

export interface Ports {
  send: Send;
  outbox: Outbox;
  now: () => number;
  /** Runs `task` after a while; returns how to cancel it. */
  later: (ms: number, task: () => void) => () => void;
  /** 0 to 1, for spreading retries. */
  random: () => number;
}

/** Another version of something unsaved. `onServer` is false for one that another tab left unsaved. */
export interface Theirs extends Version {
  onServer: boolean;
}

export interface Conflict {
  key: Key;
  mine: Content;
  theirs: Theirs;
}

export type SaveState =
  | { kind: "saved"; at: number | null }
  | { kind: "saving" }
  | { kind: "offline"; at: number | null }
  | { kind: "signed-out" }
  | { kind: "conflict" }
  | { kind: "refused"; detail: string }
  | { kind: "closed" };

export interface Listener {
  state(): void;
  /** The content of a key changed by something else than this tab's person. */
  content(key: Key): void;
  /** The server has it. */
  saved(key: Key, version: Version): void;
  conflict(conflict: Conflict): void;
}

/** How long a text rests before it is sent: a save for each keystroke would only be noise. */
const QUIET_MS = 600;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

interface Pending extends Entry {
  due: number;
  theirs: Theirs | null;
  refused: string | null;
}

export class Sync {
  readonly #ports: Ports;
  readonly #listener: Listener;
  readonly #known = new Map<Key, Version>();
  readonly #pending = new Map<Key, Pending>();
  #flying: Key | null = null;
  #failures = 0;
  #notBefore = 0;
  #stopped: "signed-out" | "closed" | null = null;
  #savedAt: number | null = null;
  #cancel: () => void = () => {};

  constructor(ports: Ports, listener: Listener) {
    this.#ports = ports;
    this.#listener = listener;
  }

  /** The server's state, then what this tab and `adopted` tabs had not saved on top of it. */
  start(server: Map<Key, Version>, adopted: Entry[] = []): void {
    for (const [key, version] of server) this.#known.set(key, version);
    const entries = [...this.#ports.outbox.entries(), ...adopted].sort((a, b) => a.at - b.at);
    for (const entry of entries) this.#resume(entry);
    this.#changed();
  }

  keys(): Key[] {
    return [...new Set([...this.#known.keys(), ...this.#pending.keys()])];
  }

  /** What the person sees: what they want saved, else what the server has. */
  content(key: Key): Content {
    const pending = this.#pending.get(key);
    return pending ? pending.wanted.content : (this.#known.get(key)?.content ?? null);
  }

  revision(key: Key): number {
    return this.#pending.get(key)?.wanted.revision ?? this.#known.get(key)?.revision ?? 0;
  }

  isSaved(key: Key): boolean {
    return !this.#pending.has(key);
  }

  get pending(): number {
    return this.#pending.size;
  }

  get conflicts(): Conflict[] {
    return [...this.#pending.values()].flatMap((one) => (one.theirs ? [conflictOf(one, one.theirs)] : []));
  }

  get state(): SaveState {
    const refused = [...this.#pending.values()].find((one) => one.refused !== null);
    if (this.#stopped) return { kind: this.#stopped };
    if (this.conflicts.length) return { kind: "conflict" };
    if (refused) return { kind: "refused", detail: refused.refused ?? "" };
    if (!this.#pending.size) return { kind: "saved", at: this.#savedAt };
    return this.#failures ? { kind: "offline", at: this.#savedAt } : { kind: "saving" };
  }

  /**
   * The person changed something: kept in the browser before this returns. `madeFrom` is the revision that they
   * saw when they started, where that was a while ago (a form).
   */
  change(key: Key, content: Content, madeFrom?: number): void {
    const before = this.#pending.get(key);
    if (!before?.sent && !before?.theirs && this.#isKnown(key, content)) this.#remove(key);
    else this.#want(key, content, before, madeFrom);
    this.#changed();
  }

  #want(key: Key, content: Content, before: Pending | undefined, madeFrom: number | undefined): void {
    const revision = before?.wanted.revision ?? madeFrom ?? this.#known.get(key)?.revision ?? 0;
    const wanted = { content, revision };
    const due = this.#ports.now() + (typeof content === "string" ? QUIET_MS : 0);
    const rest = { sent: before?.sent ?? null, theirs: before?.theirs ?? null, refused: null };
    this.#put({ key, wanted, at: this.#ports.now(), due, ...rest });
  }

  #isKnown(key: Key, content: Content): boolean {
    return same(this.#known.get(key)?.content ?? null, content);
  }

  /** Another tab saved this. Shown where nothing here is unsaved; else the server will tell of the conflict. */
  take(key: Key, version: Version): void {
    const pending = this.#pending.get(key);
    if (pending && !same(pending.wanted.content, version.content)) return;
    if (pending) this.#remove(key);
    this.#known.set(key, version);
    this.#listener.content(key);
    this.#changed();
  }

  /** The person's choice in a conflict. */
  settle(key: Key, choice: "mine" | "theirs"): void {
    const pending = this.#pending.get(key);
    if (!pending?.theirs) return;
    const { content, revision, onServer } = pending.theirs;
    if (onServer) this.#known.set(key, { content, revision });
    const wanted = { content: choice === "mine" ? pending.wanted.content : content, revision };
    if (this.#isKnown(key, wanted.content)) this.#remove(key);
    else this.#put({ ...pending, wanted, sent: null, theirs: null, due: this.#ports.now() });
    if (choice === "theirs") this.#listener.content(key);
    this.#changed();
  }

  /** Tries again now: the network is back, the page is looked at again, the person asked. */
  retry(): void {
    if (this.#stopped === "closed") return;
    this.#stopped = null;
    this.#notBefore = 0;
    for (const pending of this.#pending.values()) pending.due = Math.min(pending.due, this.#ports.now());
    this.#changed();
  }

  #resume(entry: Entry): void {
    const before = this.#pending.get(entry.key);
    this.#ports.outbox.drop(entry.key);
    if (before) this.#clash(before, entry);
    else if (!this.#isKnown(entry.key, entry.wanted.content)) {
      this.#put({ ...entry, due: this.#ports.now(), theirs: null, refused: null });
    }
  }

  /** Two tabs that are gone left two versions: the later stands, the earlier is offered beside it. */
  #clash(earlier: Pending, later: Entry): void {
    const differ = !same(earlier.wanted.content, later.wanted.content);
    const theirs = { ...earlier.wanted, revision: later.wanted.revision, onServer: false };
    this.#put({ ...later, due: this.#ports.now(), theirs: differ ? theirs : null, refused: null });
    if (differ) this.#listener.conflict(conflictOf(later, theirs));
  }

  #changed(): void {
    this.#listener.state();
    this.#schedule();
  }

  #schedule(): void {
    this.#cancel();
    const next = this.#next();
    if (this.#flying || this.#stopped || !next) return;
    const wait = Math.max(next.due, this.#notBefore) - this.#ports.now();
    if (wait <= 0) void this.#fly(next);
    else this.#cancel = this.#ports.later(wait, () => this.#schedule());
  }

  #next(): Pending | undefined {
    const ready = [...this.#pending.values()].filter((one) => !one.theirs && one.refused === null);
    return ready.sort((a, b) => a.due - b.due)[0];
  }

  async #fly(pending: Pending): Promise<void> {
    const sent = pending.sent ?? pending.wanted;
    this.#flying = pending.key;
    this.#put({ ...pending, sent });
    const answer = await this.#ports.send(pending.key, sent);
    this.#flying = null;
    const now = this.#pending.get(pending.key);
    if (now) this.#answered(now, sent, answer);
    this.#changed();
  }

  #answered(pending: Pending, sent: Version, answer: Answer): void {
    if (answer.kind === "later") this.#failed(answer.afterMs);
    else if (answer.kind === "signed-out" || answer.kind === "closed") this.#stopped = answer.kind;
    else {
      this.#failures = 0;
      this.#notBefore = 0;
      this.#decided(pending, sent, answer);
    }
  }

  #decided(pending: Pending, sent: Version, answer: Decision): void {
    if (answer.kind === "saved") this.#saved(pending, { content: sent.content, revision: answer.revision });
    else if (answer.kind === "stale") this.#stale(pending, sent, answer.current);
    else this.#refused(pending, sent, answer.detail);
  }

  #saved(pending: Pending, version: Version): void {
    this.#savedAt = this.#ports.now();
    this.#known.set(pending.key, version);
    if (same(pending.wanted.content, version.content)) this.#remove(pending.key);
    else this.#put(this.#rebased(pending, version));
    this.#listener.saved(pending.key, version);
  }

  /** Somebody else wrote meanwhile, or an answer of ours was lost: only the first is for the person to settle. */
  #stale(pending: Pending, sent: Version, current: Version): void {
    const base = this.#known.get(pending.key);
    const unchanged = base?.revision === sent.revision && same(current.content, base.content);
    if (same(current.content, pending.wanted.content)) this.#saved(pending, current);
    else if (unchanged || same(current.content, sent.content)) {
      this.#known.set(pending.key, current);
      this.#put(this.#rebased(pending, current));
    } else this.#conflict(pending, current);
  }

  #conflict(pending: Pending, current: Version): void {
    const theirs = { ...current, onServer: true };
    this.#known.set(pending.key, current);
    this.#put({ ...pending, sent: null, theirs });
    this.#listener.conflict(conflictOf(pending, theirs));
  }

  /** A newer wish may be right where the older was refused. */
  #refused(pending: Pending, sent: Version, detail: string): void {
    const newer = !same(sent.content, pending.wanted.content);
    this.#put({ ...pending, sent: null, refused: newer ? null : detail });
  }

  #failed(afterMs?: number): void {
    this.#failures += 1;
    const backoff = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1));
    this.#notBefore = this.#ports.now() + (afterMs ?? backoff * (0.75 + this.#ports.random() / 2));
  }

  #rebased(pending: Pending, onto: Version): Pending {
    const wanted = { content: pending.wanted.content, revision: onto.revision };
    return { ...pending, wanted, sent: null, due: this.#ports.now() };
  }

  #put(pending: Pending): void {
    this.#pending.set(pending.key, pending);
    const { key, wanted, sent, at } = pending;
    this.#ports.outbox.keep({ key, wanted, sent, at });
  }

  #remove(key: Key): void {
    this.#pending.delete(key);
    this.#ports.outbox.drop(key);
  }
}

function conflictOf(entry: Entry, theirs: Theirs): Conflict {
  return { key: entry.key, mine: entry.wanted.content, theirs };
}

function same(one: Content, other: Content): boolean {
  if (one === null || other === null || typeof one === "string" || typeof other === "string")
    return one === other;
  return sameBody(one, other);
}
