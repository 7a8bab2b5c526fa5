// Several tabs on one attempt: each has a name of its own, knows which others run, and hears what they saved.
import type { Key, Version } from "../model/outbox";

const NAME = "vigie:tab";
const PATIENCE_MS = 800;

export interface Tab {
  id: string;
  /** Whether the tab of this name still runs. */
  alive: (tab: string) => boolean;
}

/** Takes a name for this tab. The one it had before a reload, unless a copy of the tab has it now. */
export async function takeName(): Promise<Tab> {
  // Without locks (no secure context) a tab cannot be told from a dead one: every name is new, all work is
  // adopted, and the revisions keep anything from being overwritten.
  if (!navigator.locks) return { id: uuid(), alive: () => false };
  const known = remembered();
  const id = known && (await hold(known)) ? known : uuid();
  if (id !== known) await hold(id);
  remember(id);
  const { held = [] } = await navigator.locks.query();
  const names = new Set(held.map((lock) => lock.name));
  return { id, alive: (tab) => names.has(lockOf(tab)) };
}

/** Holds the name's lock as long as the page lives; false when another page does. */
function hold(id: string): Promise<boolean> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  return new Promise((resolve) => {
    const held = navigator.locks.request(lockOf(id), { signal }, () => {
      resolve(true);
      return new Promise<void>(() => {});
    });
    held.catch(() => resolve(false));
  });
}

function lockOf(id: string): string {
  return `${NAME}:${id}`;
}

function remembered(): string | null {
  try {
    return sessionStorage.getItem(NAME);
  } catch {
    return null;
  }
}

function remember(id: string): void {
  try {
    sessionStorage.setItem(NAME, id);
  } catch {
    // Without it a reload takes a new name and adopts the work of the old one.
  }
}

/** A random UUID, also where the page has no secure context. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export type News =
  | { kind: "saved"; key: Key; version: Version }
  | { kind: "twist"; message: string }
  | { kind: "submitted" };

/** What the tabs of one attempt tell each other. */
export class Wire {
  readonly #channel: BroadcastChannel | null;

  constructor(attempt: string, hear: (news: News) => void) {
    this.#channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(`vigie:${attempt}`) : null;
    this.#channel?.addEventListener("message", (event: MessageEvent<News>) => hear(event.data));
  }

  tell(news: News): void {
    this.#channel?.postMessage(news);
  }
}
