import assert from "node:assert/strict";
import { test } from "node:test";
import { limitIn, limitsOf } from "./limits.ts";

test("reads the limit that a requirement states, in French and English", () => {
  assert.equal(limitIn("180 mots au maximum"), 180);
  assert.equal(limitIn("450 mots au maximum, titre compris."), 450);
  assert.equal(limitIn("tirez-en une version de 110 mots au plus pour notre lettre"), 110);
  assert.equal(limitIn("Pas plus de 1 200 mots."), 1200);
  assert.equal(limitIn("The offer fits on one page: 500 words at most."), 500);
  assert.equal(limitIn("No more than 90 words"), 90);
  assert.equal(limitIn("a short message from me, 90\nwords at most"), 90);
  assert.equal(limitIn("Up to 1,200 words"), 1200);
});

test("takes no other number for a limit", () => {
  assert.equal(limitIn("Un article d’environ 400 mots"), null);
  assert.equal(limitIn("300 mots au moins"), null);
  assert.equal(limitIn("At least 200 words"), null);
  assert.equal(limitIn("Trois sommes au maximum, en 40 mots clairs"), null);
  assert.equal(limitIn("Règlement au plus tard le jeudi 20 novembre 2025"), null);
});

test("tells the limit of the note from that of the text", () => {
  assert.deepEqual(
    limitsOf([{ text: "Note à Inès : 200 mots au maximum" }, { text: "Lettre de 420 mots au maximum" }]),
    {
      rewrite: 420,
      note: 200,
    },
  );
  assert.deepEqual(limitsOf([{ text: "Plain English." }]), { rewrite: null, note: null });
});
