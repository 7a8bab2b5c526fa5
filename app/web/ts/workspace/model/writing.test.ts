import assert from "node:assert/strict";
import { test } from "node:test";
import { gapsOf, untouched, wordCount } from "./writing.ts";

test("counts words as the server does: stretches between spaces with a letter or a digit", () => {
  assert.equal(wordCount(""), 0);
  assert.equal(wordCount("  « L’été » : 1\u202f200 € !\n\nFin."), 4);
  assert.equal(wordCount("— – …"), 0);
});

test("warns of what looks forgotten, in the order of the steps", () => {
  const draft = "Le texte.";
  const twist = { opened: false, text: null };
  assert.deepEqual(gapsOf({ marks: 0, draft, rewrite: null, note: " ", twist }), [
    "no-mark",
    "rewrite-untouched",
    "note-empty",
    "twist-unopened",
  ]);
  assert.deepEqual(gapsOf({ marks: 1, draft, rewrite: " Le\ntexte. ", note: "x" }), ["rewrite-untouched"]);
});

test("an adapted text that is still the rewrite is a gap; parts not asked for are none", () => {
  const draft = "Le texte.";
  const twist = { opened: true, text: "Mieux." };
  assert.deepEqual(gapsOf({ marks: 1, draft, rewrite: "Mieux.", note: "x", twist }), ["twist-untouched"]);
  assert.deepEqual(gapsOf({ marks: 1, draft, rewrite: "Bien.", note: "x", twist }), []);
  assert.deepEqual(gapsOf({ marks: 1, draft }), []);
});

test("line ends, spaces and decomposed accents do not make a text another", () => {
  assert.ok(untouched("L’e\u0301te\u0301\r\nici ", "L’été ici"));
  assert.ok(!untouched("L’été là", "L’été ici"));
});
