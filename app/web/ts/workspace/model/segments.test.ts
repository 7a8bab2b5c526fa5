import assert from "node:assert/strict";
import { test } from "node:test";
import { sentencesOf, trimmed, wholeWords, wordAt, wordsOf } from "./segments.ts";

const shown = (text: string, spans: { start: number; end: number }[]) =>
  spans.map((span) => text.slice(span.start, span.end));

test("cuts words, keeps the signs that say something, leaves punctuation", () => {
  const text = "« 86 % », soit 1 200 € d’ici l’été.";
  assert.deepEqual(shown(text, wordsOf(text, "fr")), ["86", "%", "soit", "1 200", "€", "d’ici", "l’été"]);
});

test("keeps a number in one piece, whatever joins it", () => {
  const shownIn = (text: string) => shown(text, wordsOf(text, "fr"));
  assert.deepEqual(shownIn("le 12/09/2025 à 10:30, 1\u202f200\u00a0000,50 €"), [
    "le",
    "12/09/2025",
    "à",
    "10:30",
    "1\u202f200\u00a0000,50",
    "€",
  ]);
  assert.deepEqual(shownIn("F-2025-047"), ["F", "2025-047"]);
  assert.deepEqual(shownIn("en 2025 300 sur 140 consultants, 5 120"), [
    "en",
    "2025",
    "300",
    "sur",
    "140",
    "consultants",
    "5 120",
  ]);
});

test("cuts sentences, never across a line break, and without the space around them", () => {
  const text = "Bonjour Madame,\n\nVoici la facture. Elle est due !\nMerci.  ";
  assert.deepEqual(shown(text, sentencesOf(text, "fr")), [
    "Bonjour Madame,",
    "Voici la facture.",
    "Elle est due !",
    "Merci.",
  ]);
});

test("goes on after titles, initials and abbreviations", () => {
  const text = "M. Durand a signé (art. 4). Dr. Lee agrees. See p. 12. Next one.";
  assert.deepEqual(shown(text, sentencesOf(text, "fr")), [
    "M. Durand a signé (art. 4).",
    "Dr. Lee agrees.",
    "See p. 12.",
    "Next one.",
  ]);
});

test("grows a careless selection to whole words and trims its space", () => {
  const text = "Le taux de 86 % est faux.";
  const words = wordsOf(text, "fr");
  const grown = (start: number, end: number) => {
    const span = wholeWords(text, { start, end }, words);
    return span && text.slice(span.start, span.end);
  };
  assert.equal(grown(4, 9), "taux de");
  assert.equal(grown(2, 12), "Le taux de 86".slice(3));
  assert.equal(grown(11, 16), "86 %");
  assert.equal(grown(20, 25), "faux.");
  assert.equal(grown(2, 3), null);
  assert.equal(trimmed("  ", { start: 0, end: 2 }), null);
});

test("finds the word at a place, or the nearest one", () => {
  const words = wordsOf("ab    cd", "en");
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 6, 8].map((place) => wordAt(words, place)),
    [0, 0, 0, 0, 1, 1, 1, 1],
  );
  assert.equal(wordAt([], 3), -1);
});
