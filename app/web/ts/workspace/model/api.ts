// The attempt's part of /api/v1, with what each answer means for the work that is being saved.
import { bodyOfAnnotation } from "./marks.ts";
import type { Content, Key, Version } from "./outbox.ts";
import type { Answer } from "./sync.ts";
import type { Annotation, Attempt, WrittenText } from "./types.ts";

type Fetch = (address: string, options: RequestInit) => Promise<Response>;

interface Problem {
  type?: string;
  detail?: string;
  errors?: { pointer: string; detail: string }[];
  current?: unknown;
}

/** The outcome of a request that is made once, at the person's wish. */
export type Outcome<T> = { kind: "done"; value: T } | { kind: "signed-out" | "closed" | "away" } | Refusal;
type Refusal = { kind: "refused"; detail: string };

const PATIENCE_MS = 20_000;

export class Api {
  readonly #fetch: Fetch;
  readonly #base: string;

  constructor(attempt: string, fetch: Fetch) {
    this.#fetch = fetch;
    this.#base = `/api/v1/attempts/${attempt}`;
  }

  /** Saves one text or mark, or deletes a mark. Never rejects. */
  save = async (key: Key, version: Version): Promise<Answer> => {
    try {
      const response = await this.#request(this.#pathOf(key), saving(key, version));
      return response.ok ? await acknowledged(response) : await meaning(key, response);
    } catch {
      return { kind: "later" };
    }
  };

  /** Sends the note to the client; their answer comes back. */
  reveal(): Promise<Outcome<{ message: string }>> {
    return this.#once("/twist");
  }

  /** Hands the attempt in. */
  submit(): Promise<Outcome<unknown>> {
    return this.#once("/submit");
  }

  async #once<T>(path: string): Promise<Outcome<T>> {
    try {
      const response = await this.#request(path, { method: "POST" });
      if (response.ok) return { kind: "done", value: (await response.json()) as T };
      if (response.status === 401) return { kind: "signed-out" };
      if (response.status >= 500 || response.status === 429) return { kind: "away" };
      return refusal(await problemOf(response));
    } catch {
      return { kind: "away" };
    }
  }

  #request(path: string, options: RequestInit): Promise<Response> {
    const headers = { Accept: "application/json", ...options.headers };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return this.#fetch(this.#base + path, { ...options, headers, signal, credentials: "same-origin" });
  }

  #pathOf(key: Key): string {
    const [kind, name] = key.split(":", 2) as [string, string];
    return kind === "text" ? `/${name}` : `/annotations/${name}`;
  }
}

function saving(key: Key, { content, revision }: Version): RequestInit {
  if (content === null) return { method: "DELETE" };
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  // A text starts at revision 0, so its first writing can be stale too; a mark that is new cannot.
  if (revision > 0 || key.startsWith("text:")) headers["If-Match"] = `"${revision}"`;
  const body = typeof content === "string" ? { text: content } : content;
  return { method: "PUT", headers, body: JSON.stringify(body) };
}

async function acknowledged(response: Response): Promise<Answer> {
  if (response.status === 204) return { kind: "saved", revision: 0 };
  const { revision } = (await response.json()) as { revision: number };
  return { kind: "saved", revision };
}

async function meaning(key: Key, response: Response): Promise<Answer> {
  if (response.status === 401) return { kind: "signed-out" };
  if (response.status >= 500 || response.status === 408) return { kind: "later" };
  if (response.status === 429) return busy(response);
  const problem = await problemOf(response);
  if (response.status === 412) return { kind: "stale", current: currentOf(key, problem.current) };
  const refused = refusal(problem);
  return refused.kind === "closed" ? { kind: "closed" } : refused;
}

function busy(response: Response): Answer {
  const seconds = Number(response.headers.get("Retry-After"));
  return seconds > 0 ? { kind: "later", afterMs: seconds * 1000 } : { kind: "later" };
}

function refusal(problem: Problem): { kind: "closed" } | Refusal {
  if (problem.type?.endsWith(":submitted")) return { kind: "closed" };
  const detail = problem.errors?.map((error) => error.detail).join(" ") || problem.detail || "";
  return { kind: "refused", detail };
}

function currentOf(key: Key, current: unknown): Version {
  if (!current) return { content: null, revision: 0 };
  if (key.startsWith("text:")) return versionOfText(current as WrittenText);
  const annotation = current as Annotation;
  return { content: bodyOfAnnotation(annotation), revision: annotation.revision };
}

function versionOfText({ text, revision }: WrittenText): Version {
  return { content: text as Content, revision };
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return {};
  }
}

/** Everything of an attempt that is saved on its own, as the server has it. */
export function versionsOf(attempt: Attempt): Map<Key, Version> {
  const versions = new Map<Key, Version>();
  for (const kind of ["rewrite", "client_note", "twist"] as const) {
    versions.set(`text:${kind}`, versionOfText(attempt.texts[kind]));
  }
  for (const annotation of attempt.annotations) {
    const version = { content: bodyOfAnnotation(annotation), revision: annotation.revision };
    versions.set(`annotation:${annotation.id}`, version);
  }
  return versions;
}
