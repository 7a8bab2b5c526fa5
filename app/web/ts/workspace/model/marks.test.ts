import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, inOrder, lanesOf, type Mark, markOf, marksAt, sameBody } from "./marks.ts";
import { Points } from "./positions.ts";

const DRAFT = "😀 Les « 3 » tarifs : 55 € puis 65 €. L’été, c’est fermé.";
const points = new Points(DRAFT);

function mark(id: string, start: number | null, end = 0): Mark {
  const span = start === null ? null : { start, end };
  const quote = span ? DRAFT.slice(span.start, span.end) : "";
  const rest = { type: "outdated", severity: "major", confidence: 80, comment: "", evidence: null } as const;
  return { id, span, quote, omission: start === null, ...rest };
}

test("a mark goes to the server in code points and comes back where it was", () => {
  const start = DRAFT.indexOf("55 €");
  const made = { ...mark("a", start, start + 4), evidence: { source: "devis", quote: "65 €" } };
  const body = bodyOf(DRAFT, points, made);
  const position = body.target?.selector[1];
  assert.deepEqual(position, { type: "TextPositionSelector", start: start - 1, end: start + 3 });
  assert.deepEqual(markOf(DRAFT, points, "a", body), made);
});

test("a sound mark carries no severity, an omission no target", () => {
  assert.equal(bodyOf(DRAFT, points, { ...mark("a", 3, 6), type: "sound" }).severity, null);
  assert.equal(bodyOf(DRAFT, points, mark("a", null)).target, null);
});

test("a mark whose passage is gone keeps its quote", () => {
  const lost = bodyOf(DRAFT, points, { ...mark("a", null), omission: false, quote: "not there" });
  const back = markOf(DRAFT, points, "a", lost);
  assert.equal(back.span, null);
  assert.equal(back.quote, "not there");
});

test("two bodies are the same whatever the context of the quote", () => {
  const body = bodyOf(DRAFT, points, mark("a", 3, 6));
  const other = structuredClone(body);
  const quote = other.target?.selector[0];
  assert.ok(quote?.type === "TextQuoteSelector");
  quote.prefix = "";
  assert.ok(sameBody(body, other));
  assert.ok(!sameBody(body, { ...other, comment: "x" }));
  assert.ok(!sameBody(body, { ...other, target: null }));
});

test("numbers follow the text, omissions come last as they were made", () => {
  const marks = [
    mark("o1", null),
    mark("late", 20, 24),
    mark("o2", null),
    mark("wide", 3, 20),
    mark("early", 3, 6),
  ];
  assert.deepEqual(
    inOrder(marks).map(({ id }) => id),
    ["early", "wide", "late", "o1", "o2"],
  );
});

test("marks that overlap have lanes of their own; a lane is used again once free", () => {
  const lanes = lanesOf([
    mark("a", 0, 10),
    mark("b", 5, 8),
    mark("c", 6, 20),
    mark("d", 8, 12),
    mark("e", 20, 22),
    mark("o", null),
  ]);
  assert.deepEqual(
    [...lanes],
    [
      ["a", 0],
      ["b", 1],
      ["c", 2],
      ["d", 1],
      ["e", 0],
    ],
  );
});

test("a click means the shortest mark over the place", () => {
  const marks = [mark("wide", 0, 30), mark("narrow", 5, 9), mark("o", null)];
  assert.deepEqual(
    marksAt(marks, 6).map(({ id }) => id),
    ["narrow", "wide"],
  );
  assert.deepEqual(
    marksAt(marks, 9).map(({ id }) => id),
    ["wide"],
  );
  assert.deepEqual(marksAt(marks, 30), []);
});
