import assert from "node:assert/strict";
import { test } from "node:test";
import { findAll } from "./search.ts";

function hits(text: string, query: string): string[] {
  return findAll(text, query).map(({ start, end }) => text.slice(start, end));
}

test("finds whatever the case, the accents, the spaces and the apostrophes", () => {
  assert.deepEqual(hits("L’Été dernier, l'ete prochain", "l'été"), ["L’Été", "l'ete"]);
  assert.deepEqual(hits("soit 1\u202f200\u00a0€ net", "1 200 €"), ["1\u202f200\u00a0€"]);
  assert.deepEqual(hits("Un cœur, deux COEURS", "coeur"), ["cœur", "COEUR"]);
  assert.deepEqual(hits("deux\n\n  mots", "deux mots"), ["deux\n\n  mots"]);
});

test("keeps its place behind emoji and decomposed accents", () => {
  assert.deepEqual(findAll("😀😀 prix", "prix"), [{ start: 5, end: 9 }]);
  assert.deepEqual(hits("e\u0301te\u0301 prix", "prix"), ["prix"]);
});

test("does not overlap, and a blank query finds nothing", () => {
  assert.deepEqual(findAll("aaaa", "aa"), [
    { start: 0, end: 2 },
    { start: 2, end: 4 },
  ]);
  assert.deepEqual(findAll("a b", "  "), []);
  assert.deepEqual(findAll("", "a"), []);
});
