import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Caret,
  caretAt,
  caretOver,
  type Direction,
  move,
  type Step,
  sentenceAt,
  spanOfCaret,
  walkable,
} from "./caret.ts";

const TEXT = "Chère Madame,\n\n***\n\nLa facture de 1 200 € est due. Merci de régler.\n\nPaul";
const walk = walkable(TEXT, "fr");

/** Follows a path such as "right right shift+down" from the first word and says what is chosen after it. */
function follow(path: string, from: Caret | null = caretAt(walk, 0)): string {
  assert.ok(from);
  const steps: Record<string, [Step, Direction]> = {
    right: ["word", 1],
    left: ["word", -1],
    down: ["sentence", 1],
    up: ["sentence", -1],
    end: ["sentence-edge", 1],
    home: ["sentence-edge", -1],
    last: ["text-edge", 1],
    first: ["text-edge", -1],
  };
  let caret = from;
  for (const key of path.split(" ").filter(Boolean)) {
    const [step, direction] = steps[key.replace("shift+", "")] as [Step, Direction];
    caret = move(walk, caret, step, direction, key.startsWith("shift+"));
  }
  const span = spanOfCaret(walk, caret);
  return TEXT.slice(span.start, span.end);
}

test("moves by word and stays at the ends of the text", () => {
  assert.equal(follow(""), "Chère");
  assert.equal(follow("right right"), "La");
  assert.equal(follow("left"), "Chère");
  assert.equal(follow("last right"), "Paul");
});

test("moves by sentence: first the one it is in, then the next, over a line without words", () => {
  assert.equal(follow("down"), "Chère Madame,");
  assert.equal(follow("down down"), "La facture de 1 200 € est due.");
  assert.equal(follow("down down down down down down"), "Paul");
  assert.equal(follow("last up up"), "Merci de régler.");
});

test("an arrow enters a whole sentence from its near side", () => {
  assert.equal(follow("down down right"), "La");
  assert.equal(follow("down down left"), "due");
  assert.equal(follow("down down right right"), "facture");
});

test("extends by word and shrinks again", () => {
  assert.equal(follow("right right right shift+right shift+right"), "facture de 1 200");
  assert.equal(follow("right right right shift+right shift+right shift+left"), "facture de");
  assert.equal(follow("right right right shift+left"), "La facture");
});

test("extends by sentence: to the edge of this one, then over the next", () => {
  assert.equal(follow("right right right shift+down"), "facture de 1 200 € est due");
  assert.equal(follow("down down shift+down"), "La facture de 1 200 € est due. Merci de régler.");
  assert.equal(follow("down down shift+up"), "Chère Madame,\n\n***\n\nLa facture de 1 200 € est due.");
  assert.equal(follow("down down shift+down shift+up"), "La facture de 1 200 € est due.");
  assert.equal(follow("right right right shift+down shift+down shift+up"), "facture de 1 200 € est due");
  assert.equal(follow("last up shift+up shift+up shift+down"), "Merci de régler.\n\nPaul");
});

test("goes to the edges of the sentence and of the text", () => {
  assert.equal(follow("right right end"), "due");
  assert.equal(follow("last up up right right home"), "Merci");
  assert.equal(follow("right right right shift+end"), "facture de 1 200 € est due");
  assert.equal(follow("right right right shift+first"), "Chère Madame,\n\n***\n\nLa facture");
});

test("after an extension a plain arrow goes on from its edge", () => {
  assert.equal(follow("right right shift+right right"), "de");
  assert.equal(follow("right right shift+right left"), "Madame");
});

test("starts at a place, over a span, or on the sentence of a place", () => {
  const facture = TEXT.indexOf("facture");
  assert.equal(follow("", caretAt(walk, facture + 2)), "facture");
  assert.equal(follow("", caretOver(walk, { start: facture, end: facture + 10 })), "facture de");
  assert.equal(follow("", sentenceAt(walk, facture)), "La facture de 1 200 € est due.");
  assert.equal(caretAt(walkable("… !", "fr"), 0), null);
});
