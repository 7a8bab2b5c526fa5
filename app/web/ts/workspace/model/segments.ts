// Words and sentences of a text, as the browser's own segmentation cuts them.
import type { Span } from "./positions.ts";

const SPACE = /\s/u;
/** Signs that say something by themselves (86 %, 65 €) and so can be reached like a word. */
const SIGN = /^[\p{Sc}%‰°§&+=]+$/u;

/** The words of a text, in order. A sign such as % or € counts as one, and so does 1 200, 10:30 or 2025-047. */
export function wordsOf(text: string, language: string): Span[] {
  const segments = new Intl.Segmenter(language, { granularity: "word" }).segment(text);
  const words: Span[] = [];
  for (const { segment, index, isWordLike } of segments) {
    const last = words.at(-1);
    const end = index + segment.length;
    if (last && isWordLike && joined(text, last, { start: index, end })) last.end = end;
    else if (isWordLike || SIGN.test(segment)) words.push({ start: index, end });
  }
  return words;
}

/** Whether two words are one number: half of it would prove nothing, and the server would not find it. */
function joined(text: string, last: Span, next: Span): boolean {
  const gap = text.slice(last.end, next.start);
  if (/^[.,:/-]$/.test(gap))
    return /\d/.test(text.charAt(last.end - 1)) && /\d/.test(text.charAt(next.start));
  const grouped =
    /^[ \u00a0\u2009\u202f'’]$/.test(gap) && /^\d{3}(?!\d)/.test(text.slice(next.start, next.end));
  return (
    grouped && /(?:^|\D)\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})*$/.test(text.slice(last.start, last.end))
  );
}

/** The sentences of a text, trimmed of the space around them; never across a line break. */
export function sentencesOf(text: string, language: string): Span[] {
  const segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
  const sentences: Span[] = [];
  for (const line of linesOf(text)) {
    for (const { segment, index } of segmenter.segment(text.slice(line.start, line.end))) {
      const sentence = trimmed(text, { start: line.start + index, end: line.start + index + segment.length });
      if (!sentence) continue;
      const last = sentences.at(-1);
      if (last && last.start >= line.start && continues(text, last, sentence)) last.end = sentence.end;
      else sentences.push(sentence);
    }
  }
  return sentences;
}

/** A span without the white space at its ends; null when nothing else is in it. */
export function trimmed(text: string, span: Span): Span | null {
  let { start, end } = span;
  while (start < end && SPACE.test(text.charAt(start))) start += 1;
  while (end > start && SPACE.test(text.charAt(end - 1))) end -= 1;
  return start < end ? { start, end } : null;
}

/** The span grown to whole words and trimmed of space; null when it holds nothing but space. */
export function wholeWords(text: string, span: Span, words: Span[]): Span | null {
  const inner = trimmed(text, span);
  if (!inner) return null;
  const first = words[firstEndingAfter(words, inner.start)];
  const last = words[firstEndingAfter(words, inner.end - 1)];
  return {
    start: first && first.start < inner.start ? first.start : inner.start,
    end: last && last.start < inner.end ? Math.max(last.end, inner.end) : inner.end,
  };
}

/** The index of the word at a place, or of the nearest one; -1 in a text without words. */
export function wordAt(words: Span[], place: number): number {
  const after = firstEndingAfter(words, place);
  const next = words[after];
  const previous = words[after - 1];
  if (!next) return words.length - 1;
  if (!previous || next.start <= place) return after;
  return place - previous.end < next.start - place ? after - 1 : after;
}

/** The index of the first span that ends after a place; the length of the list when there is none. */
export function firstEndingAfter(spans: Span[], place: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).end <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function* linesOf(text: string): Generator<Span> {
  let start = 0;
  for (const match of text.matchAll(/\n+/g)) {
    yield { start, end: match.index };
    start = match.index + match[0].length;
  }
  yield { start, end: text.length };
}

// The browser ends a sentence after an abbreviation (M. Durand, p. 12, art. 4): one that is followed by a
// small letter or a digit, or that is a title or an initial, goes on.
const ABBREVIATION =
  /(?:^|[\s(«"'’])(?:\p{Lu}|M|MM|Mr|Mrs|Ms|Me|Dr|Pr|St|Ste|p|pp|art|al|cf|ex|env|vs|[Nn]o|n°)\.$/u;

function continues(text: string, last: Span, next: Span): boolean {
  const before = text.slice(last.start, last.end);
  if (ABBREVIATION.test(before)) return true;
  return /\.$/u.test(before) && /^[\p{Ll}]/u.test(text.slice(next.start, next.start + 2));
}
