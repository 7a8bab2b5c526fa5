// Undo of changes to the marks.
import type { Mark } from "./marks.ts";

/** One change: `before` is null when the mark was made by it, `after` when it was deleted by it. */
export interface Change {
  before: Mark | null;
  after: Mark | null;
}

const LIMIT = 100;

export class History {
  #changes: Change[] = [];

  record(change: Change): void {
    this.#changes = [...this.#changes, change].slice(-LIMIT);
  }

  get isEmpty(): boolean {
    return this.#changes.length === 0;
  }

  /**
   * Takes back the last change that still stands and returns what to put in its place. `current` tells what a
   * mark is now: a change that something else has overwritten since (another tab) is skipped, never undone.
   */
  undo(current: (id: string) => Mark | null): Change | null {
    for (let change = this.#changes.pop(); change; change = this.#changes.pop()) {
      const id = (change.after ?? change.before)?.id as string;
      if (same(current(id), change.after)) return { before: change.after, after: change.before };
    }
    return null;
  }
}

function same(one: Mark | null, other: Mark | null): boolean {
  if (!one || !other) return one === other;
  const keys = Object.keys(one) as (keyof Mark)[];
  return keys.every((key) => JSON.stringify(one[key]) === JSON.stringify(other[key]));
}
