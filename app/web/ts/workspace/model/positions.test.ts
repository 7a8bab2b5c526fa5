import assert from "node:assert/strict";
import { test } from "node:test";
import { Points, quoteOf, spanOf, targetOf, uniqueQuote } from "./positions.ts";

const EMOJI = "Un 😀 puis 👩🏽‍💻, « 1 200 € » à l’été.";

test("converts every place of a text with emoji both ways, as code points count", () => {
  const points = new Points(EMOJI);
  let unit = 0;
  for (const [point, character] of [...EMOJI].entries()) {
    assert.equal(points.toPoint(unit), point);
    assert.equal(points.toUnit(point), unit);
    unit += character.length;
  }
  assert.equal(points.toPoint(EMOJI.length), [...EMOJI].length);
  assert.equal(points.toUnit([...EMOJI].length), EMOJI.length);
});

test("describes a passage by its quote, its context and its code points, and finds it again", () => {
  const start = EMOJI.indexOf("1 200 €");
  const target = targetOf(EMOJI, { start, end: start + 7 });
  const [quote, position] = target.selector;
  assert.deepEqual(quote, {
    type: "TextQuoteSelector",
    exact: "1 200 €",
    prefix: "Un 😀 puis 👩🏽‍💻, « ",
    suffix: " » à l’été.",
  });
  const before = [...EMOJI.slice(0, start)].length;
  assert.deepEqual(position, { type: "TextPositionSelector", start: before, end: before + 7 });
  assert.deepEqual(spanOf(EMOJI, target), { start, end: start + 7 });
});

test("never cuts an emoji in the context of a quote", () => {
  const text = `${"😀".repeat(20)}a${"😀".repeat(20)}`;
  const at = text.indexOf("a");
  const [quote] = targetOf(text, { start: at, end: at + 1 }).selector;
  assert.ok(quote?.type === "TextQuoteSelector");
  assert.ok(quote.prefix.isWellFormed() && quote.suffix.isWellFormed());
});

test("lets a unique quote win over a wrong position", () => {
  const target = targetOf("abc def ghi", { start: 4, end: 7 });
  assert.deepEqual(spanOf("xx abc def ghi", target), { start: 7, end: 10 });
});

test("tells two equal quotes apart by their context, and gives up without any", () => {
  const text = "Le prix est 55 € puis le prix est 55 € encore.";
  assert.equal(uniqueQuote(text, { exact: "55 €" }), null);
  assert.deepEqual(uniqueQuote(text, { exact: "55 €", suffix: " encore" }), { start: 34, end: 38 });
  assert.equal(uniqueQuote(text, { exact: "66 €" }), null);
});

test("finds a decomposed quote in the composed text", () => {
  const text = "L’été arrive";
  assert.deepEqual(uniqueQuote(text, { exact: "e\u0301te\u0301" }), { start: 2, end: 5 });
  assert.equal(
    quoteOf({ selector: [{ type: "TextQuoteSelector", exact: "été", prefix: "", suffix: "" }] }),
    "été",
  );
  assert.equal(quoteOf(null), "");
});
