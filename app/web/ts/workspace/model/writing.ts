// What can be said about the texts that a trainee writes, without knowing the exercise's secrets.

/** Words as a word processor counts them, and as the server does (app/text/folding.py, `words`). */
export function wordCount(text: string): number {
  return text.split(/\s+/u).filter((token) => /[\p{L}\p{N}]/u.test(token)).length;
}

export type Gap = "no-mark" | "rewrite-untouched" | "note-empty" | "twist-unopened" | "twist-untouched";

export interface Work {
  marks: number;
  draft: string;
  /** Null until first written; each of these is missing where the exercise does not ask for it. */
  rewrite?: string | null;
  note?: string | null;
  twist?: { opened: boolean; text: string | null };
}

/** The parts that look forgotten, in the order of the steps. Never tells anything about the flaws. */
export function gapsOf(work: Work): Gap[] {
  const gaps: Gap[] = [];
  if (work.marks === 0) gaps.push("no-mark");
  if (work.rewrite !== undefined && untouched(work.rewrite, work.draft)) gaps.push("rewrite-untouched");
  if (work.note !== undefined && isBlank(work.note)) gaps.push("note-empty");
  if (work.twist && !work.twist.opened) gaps.push("twist-unopened");
  else if (work.twist && untouched(work.twist.text, work.rewrite ?? work.draft)) gaps.push("twist-untouched");
  return gaps;
}

export function isBlank(text: string | null): boolean {
  return (text ?? "").trim() === "";
}

/** Whether a text is still what it started from; line ends and space at the edges do not count. */
export function untouched(text: string | null, start: string): boolean {
  return isBlank(text) || plain(text as string) === plain(start);
}

function plain(text: string): string {
  return text.normalize("NFC").replace(/\s+/gu, " ").trim();
}
