// Marking by keyboard: a caret that moves over whole words or whole sentences, and extends.
import type { Span } from "./positions.ts";
import { firstEndingAfter, sentencesOf, wordAt, wordsOf } from "./segments.ts";

/** `anchor` and `focus` are indexes of words; `whole` says that one whole sentence is chosen as such. */
export interface Caret {
  anchor: number;
  focus: number;
  whole: boolean;
}

export type Step = "word" | "sentence" | "sentence-edge" | "text-edge";
export type Direction = -1 | 1;

/** A text as the caret walks it. Every sentence has a word in it. */
export interface Walkable {
  words: Span[];
  sentences: Span[];
}

export function walkable(text: string, language: string): Walkable {
  const words = wordsOf(text, language);
  const sentences = sentencesOf(text, language).filter((sentence) => {
    const word = words[firstEndingAfter(words, sentence.start)];
    return word !== undefined && word.start < sentence.end;
  });
  return { words, sentences };
}

/** A caret on the word at a place of the text, or null in a text without words. */
export function caretAt(text: Walkable, place: number): Caret | null {
  const word = wordAt(text.words, place);
  return word < 0 ? null : { anchor: word, focus: word, whole: false };
}

/** A caret over the words that a span touches. */
export function caretOver(text: Walkable, span: Span): Caret | null {
  const first = caretAt(text, span.start);
  const last = caretAt(text, span.end - 1);
  return first && last && { anchor: first.focus, focus: Math.max(first.focus, last.focus), whole: false };
}

/** A caret over the sentence at a place of the text. */
export function sentenceAt(text: Walkable, place: number): Caret | null {
  const at = caretAt(text, place);
  return at && wholeSentence(text, sentenceOf(text, at.focus));
}

/** The caret after a step; it stays at the end of the text. */
export function move(text: Walkable, caret: Caret, step: Step, direction: Direction, extend: boolean): Caret {
  if (extend) return extended(text, caret, step, direction);
  if (step === "sentence") {
    const here = sentenceOf(text, edgeOf(caret, direction));
    return wholeSentence(text, caret.whole ? here + direction : here);
  }
  const word = step === "word" ? nextWord(text, caret, direction) : edgeReached(text, caret, step, direction);
  return { anchor: word, focus: word, whole: false };
}

/** What the caret covers: its words and, where these are whole sentences, the punctuation around them. */
export function spanOfCaret(text: Walkable, caret: Caret): Span {
  const first = Math.min(caret.anchor, caret.focus);
  const last = Math.max(caret.anchor, caret.focus);
  const opening = text.sentences[sentenceOf(text, first)] as Span;
  const closing = text.sentences[sentenceOf(text, last)] as Span;
  const { start } = text.words[first] as Span;
  const { end } = text.words[last] as Span;
  const whole = firstWord(text, opening) === first && lastWord(text, closing) === last;
  return whole ? { start: opening.start, end: closing.end } : { start, end };
}

function extended(text: Walkable, caret: Caret, step: Step, direction: Direction): Caret {
  const turned = caret.whole
    ? { ...caret, anchor: edgeOf(caret, -direction as Direction), focus: edgeOf(caret, direction) }
    : caret;
  if (step === "word") return { ...turned, focus: inside(text, turned.focus + direction), whole: false };
  if (step !== "sentence")
    return { ...turned, focus: edgeReached(text, turned, step, direction), whole: false };
  return {
    ...turned,
    focus: shrunk(text, turned, direction) ?? grown(text, turned, direction),
    whole: false,
  };
}

/** One sentence less, where the focus travels back towards the anchor; null when nothing would be left. */
function shrunk(text: Walkable, caret: Caret, direction: Direction): number | null {
  if (Math.sign(caret.anchor - caret.focus) !== direction) return null;
  const back = sentenceOf(text, caret.focus) + direction;
  if (!text.sentences[back]) return null;
  const focus = edgeOf(wholeSentence(text, back), -direction as Direction);
  return Math.sign(caret.anchor - focus) === -direction ? null : focus;
}

/** To the edge of the sentence of the focus or, from there, over the next one. */
function grown(text: Walkable, caret: Caret, direction: Direction): number {
  const here = sentenceOf(text, caret.focus);
  const atEdge = edgeOf(wholeSentence(text, here), direction) === caret.focus;
  return edgeOf(wholeSentence(text, atEdge ? here + direction : here), direction);
}

/** From a whole sentence an arrow enters it; from words it goes on to the next one. */
function nextWord(text: Walkable, caret: Caret, direction: Direction): number {
  if (caret.whole) return edgeOf(caret, -direction as Direction);
  return inside(text, edgeOf(caret, direction) + direction);
}

function edgeReached(text: Walkable, caret: Caret, step: Step, direction: Direction): number {
  if (step === "text-edge") return direction < 0 ? 0 : text.words.length - 1;
  return edgeOf(wholeSentence(text, sentenceOf(text, caret.focus)), direction);
}

function edgeOf(caret: Caret, direction: Direction): number {
  return direction > 0 ? Math.max(caret.anchor, caret.focus) : Math.min(caret.anchor, caret.focus);
}

function inside(text: Walkable, word: number): number {
  return Math.min(Math.max(word, 0), text.words.length - 1);
}

function sentenceOf(text: Walkable, word: number): number {
  const place = (text.words[word] as Span).start;
  return Math.min(firstEndingAfter(text.sentences, place), text.sentences.length - 1);
}

function wholeSentence(text: Walkable, index: number): Caret {
  const sentence = text.sentences[Math.min(Math.max(index, 0), text.sentences.length - 1)] as Span;
  return { anchor: firstWord(text, sentence), focus: lastWord(text, sentence), whole: true };
}

function firstWord(text: Walkable, sentence: Span): number {
  return inside(text, firstEndingAfter(text.words, sentence.start));
}

function lastWord(text: Walkable, sentence: Span): number {
  return inside(text, firstEndingAfter(text.words, sentence.end - 1) - (endsInWord(text, sentence) ? 0 : 1));
}

function endsInWord(text: Walkable, sentence: Span): boolean {
  const word = text.words[firstEndingAfter(text.words, sentence.end - 1)];
  return word !== undefined && word.start < sentence.end;
}
