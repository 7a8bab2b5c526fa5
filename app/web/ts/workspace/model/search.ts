// Searching the dossier: case, accents, kinds of space and of apostrophe do not matter.
import type { Span } from "./positions.ts";

const ALIKE: Record<string, string> = { "’": "'", "‘": "'", œ: "oe", æ: "ae", "–": "-", "—": "-", "‑": "-" };

interface Folded {
  text: string;
  /** For each character of `text`, the unit of the original where it comes from; then the end. */
  origin: number[];
}

/** Every place where `query` stands in `text`, in order, not overlapping. None for a blank query. */
export function findAll(text: string, query: string): Span[] {
  const needle = fold(query.trim()).text;
  if (!needle) return [];
  const { text: haystack, origin } = fold(text);
  const found: Span[] = [];
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + needle.length)) {
    found.push({ start: origin[at] as number, end: origin[at + needle.length] as number });
  }
  return found;
}

function fold(text: string): Folded {
  const origin: number[] = [];
  let folded = "";
  let unit = 0;
  for (const character of text) {
    const piece = foldCharacter(character);
    const repeated = piece === " " && folded.endsWith(" ");
    if (!repeated) {
      for (let i = 0; i < piece.length; i += 1) origin.push(unit);
      folded += piece;
    }
    unit += character.length;
  }
  return { text: folded, origin: [...origin, unit] };
}

function foldCharacter(character: string): string {
  if (/\s/u.test(character)) return " ";
  const plain = character
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
  return ALIKE[plain] ?? plain;
}
