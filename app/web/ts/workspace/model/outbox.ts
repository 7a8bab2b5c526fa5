// What is not saved on the server yet, kept in the browser so that a reload or a crash loses nothing.
// Each tab writes under its own name: two tabs of one attempt never overwrite each other's work.
import type { AnnotationBody, TextKind } from "./types.ts";

/** One thing that is saved on its own. */
export type Key = `text:${TextKind}` | `annotation:${string}`;

/** A text, a mark, or null: a deleted mark, a text that was never written. */
export type Content = string | AnnotationBody | null;

/** A content as it was made from a revision of the server's; 0 before there is one. */
export interface Version {
  content: Content;
  revision: number;
}

export interface Entry {
  key: Key;
  /** What the person wants saved, and the revision it was made from. */
  wanted: Version;
  /** What was sent and has had no answer: sent again, the same, before anything newer. */
  sent: Version | null;
  /** When it was last changed, in milliseconds of the epoch. */
  at: number;
}

export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const ROOT = "vigie:attempt:";

export class Outbox {
  readonly #store: Store | null;
  readonly #attempt: string;
  readonly #tab: string;
  #failing: boolean;

  /** `store` is null where the browser has none to give. */
  constructor(store: Store | null, attempt: string, tab: string) {
    this.#store = store;
    this.#attempt = `${ROOT}${attempt}:`;
    this.#tab = `${this.#attempt}tab:${tab}:`;
    this.#failing = store === null;
  }

  /** Whether the last attempt to keep something here failed: no storage, or it is full. */
  get failing(): boolean {
    return this.#failing;
  }

  keep(entry: Entry): void {
    this.write(entry.key, JSON.stringify(entry));
  }

  drop(key: Key): void {
    this.#remove(this.#tab + key);
  }

  /** Keeps any other piece of work of this tab, such as a form that is being filled in. */
  write(name: string, value: string): void {
    try {
      this.#store?.setItem(this.#tab + name, value);
      this.#failing = this.#store === null;
    } catch {
      this.#failing = true;
    }
  }

  read(name: string): string | null {
    return this.#get(this.#tab + name);
  }

  erase(name: string): void {
    this.#remove(this.#tab + name);
  }

  /** This tab's entries, oldest first. */
  entries(): Entry[] {
    return this.#entriesUnder(this.#tab);
  }

  /**
   * Takes over what tabs that are gone left behind, oldest first. `alive` tells whether a tab still runs. The
   * entries move under this tab's name; the caller keeps or drops them.
   */
  adopt(alive: (tab: string) => boolean): Entry[] {
    const adopted: Entry[] = [];
    for (const tab of this.#otherTabs()) {
      if (alive(tab)) continue;
      const theirs = `${this.#attempt}tab:${tab}:`;
      adopted.push(...this.#entriesUnder(theirs));
      for (const name of this.#names(theirs)) this.#inherit(name, theirs);
    }
    return adopted.sort((a, b) => a.at - b.at);
  }

  /** Forgets everything about this attempt, of every tab: it was submitted. */
  clear(): void {
    for (const name of this.#names(this.#attempt)) this.#remove(name);
  }

  /** Moves what is no entry (a form being filled in) under this tab's name, where it has none itself. */
  #inherit(name: string, theirs: string): void {
    const rest = name.slice(theirs.length);
    const value = this.#get(name);
    if (!isKey(rest) && value !== null && this.read(rest) === null) this.write(rest, value);
    this.#remove(name);
  }

  #entriesUnder(prefix: string): Entry[] {
    const names = this.#names(prefix).filter((name) => isKey(name.slice(prefix.length)));
    const entries = names.map((name) => parsed(this.#get(name))).filter((entry) => entry !== null);
    return entries.sort((a, b) => a.at - b.at);
  }

  #otherTabs(): Set<string> {
    const tabs = `${this.#attempt}tab:`;
    const own = this.#tab.slice(tabs.length, -1);
    const names = this.#names(tabs).map((name) => name.slice(tabs.length).split(":", 1)[0] as string);
    return new Set(names.filter((tab) => tab !== own));
  }

  #names(prefix: string): string[] {
    try {
      const all = Array.from(
        { length: this.#store?.length ?? 0 },
        (_, index) => this.#store?.key(index) ?? "",
      );
      return all.filter((name) => name.startsWith(prefix));
    } catch {
      return [];
    }
  }

  #get(name: string): string | null {
    try {
      return this.#store?.getItem(name) ?? null;
    } catch {
      return null;
    }
  }

  #remove(name: string): void {
    try {
      this.#store?.removeItem(name);
    } catch {
      this.#failing = true;
    }
  }
}

function isKey(name: string): name is Key {
  return name.startsWith("text:") || name.startsWith("annotation:");
}

/** An entry as it was written; null for anything else that may stand there. */
function parsed(json: string | null): Entry | null {
  try {
    const entry = JSON.parse(json ?? "null") as Entry | null;
    return entry && isKey(entry.key) && typeof entry.wanted.revision === "number" ? entry : null;
  } catch {
    return null;
  }
}
