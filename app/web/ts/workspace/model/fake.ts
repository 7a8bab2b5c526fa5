// Stand-ins for the tests: a browser's storage, a clock, and a server that keeps revisions as ours does.
import type { Content, Key, Store, Version } from "./outbox.ts";
import type { Answer, Send } from "./sync.ts";

export class FakeStore implements Store {
  readonly items = new Map<string, string>();
  full = false;

  get length(): number {
    return this.items.size;
  }

  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null;
  }

  getItem(name: string): string | null {
    return this.items.get(name) ?? null;
  }

  setItem(name: string, value: string): void {
    if (this.full) throw new DOMException("full", "QuotaExceededError");
    this.items.set(name, value);
  }

  removeItem(name: string): void {
    this.items.delete(name);
  }
}

export class FakeClock {
  time = 1_000_000;
  #tasks: { at: number; task: () => void }[] = [];

  now = (): number => this.time;

  later = (ms: number, task: () => void): (() => void) => {
    const entry = { at: this.time + ms, task };
    this.#tasks.push(entry);
    return () => {
      this.#tasks = this.#tasks.filter((one) => one !== entry);
    };
  };

  /** Lets time pass, running what falls due, and what was promised in between. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settled();
    for (;;) {
      const next = this.#tasks.sort((a, b) => a.at - b.at).find((one) => one.at <= end);
      if (!next) break;
      this.#tasks = this.#tasks.filter((one) => one !== next);
      this.time = next.at;
      next.task();
      await settled();
    }
    this.time = end;
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** What the server does to the next requests: serve, fail before or after writing, or answer as told. */
export type Mode = "up" | "down" | "answer-lost" | Answer;

export class FakeServer {
  readonly versions = new Map<Key, Version>();
  readonly requests: [Key, Content, number][] = [];
  mode: Mode = "up";

  send: Send = async (key, { content, revision }) => {
    this.requests.push([key, content, revision]);
    if (this.mode === "down") return { kind: "later" };
    if (typeof this.mode === "object") return this.mode;
    const answer = this.#write(key, content, revision);
    return this.mode === "answer-lost" ? { kind: "later" } : answer;
  };

  text(key: Key): Content {
    return this.versions.get(key)?.content ?? null;
  }

  #write(key: Key, content: Content, revision: number): Answer {
    const current = this.versions.get(key) ?? { content: null, revision: 0 };
    const equal = JSON.stringify(current.content) === JSON.stringify(content);
    if (!equal && content !== null && current.revision !== revision) return { kind: "stale", current };
    const next = content === null ? 0 : equal ? current.revision : current.revision + 1;
    this.versions.set(key, { content, revision: next });
    return { kind: "saved", revision: next };
  }
}
