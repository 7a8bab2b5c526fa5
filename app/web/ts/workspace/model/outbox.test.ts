import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeStore } from "./fake.ts";
import { type Entry, Outbox } from "./outbox.ts";

function entry(content: string, at: number, key: Entry["key"] = "text:rewrite"): Entry {
  return { key, wanted: { content, revision: 1 }, sent: null, at };
}

test("keeps entries under the tab's own name, oldest first, and drops them", () => {
  const store = new FakeStore();
  const outbox = new Outbox(store, "a1", "tab1");
  outbox.keep(entry("later", 2));
  outbox.keep(entry("sooner", 1, "text:client_note"));
  assert.deepEqual(
    outbox.entries().map(({ at }) => at),
    [1, 2],
  );
  assert.deepEqual(new Outbox(store, "a1", "tab2").entries(), []);
  assert.deepEqual(new Outbox(store, "a2", "tab1").entries(), []);
  outbox.drop("text:rewrite");
  assert.deepEqual(outbox.entries(), [entry("sooner", 1, "text:client_note")]);
});

test("adopts what tabs that are gone left, with the form they were filling in, and nothing of a live one", () => {
  const store = new FakeStore();
  const gone = new Outbox(store, "a1", "gone");
  gone.keep(entry("unsaved", 1));
  gone.write("form", "half a comment");
  new Outbox(store, "a1", "live").keep(entry("theirs", 2));
  const mine = new Outbox(store, "a1", "mine");
  assert.deepEqual(
    mine.adopt((tab) => tab === "live"),
    [entry("unsaved", 1)],
  );
  assert.equal(mine.read("form"), "half a comment");
  assert.deepEqual(gone.entries(), []);
  assert.deepEqual(new Outbox(store, "a1", "live").entries(), [entry("theirs", 2)]);
});

test("says when nothing can be kept, and when it can again", () => {
  const store = new FakeStore();
  const outbox = new Outbox(store, "a1", "tab1");
  assert.equal(outbox.failing, false);
  store.full = true;
  outbox.keep(entry("x", 1));
  assert.equal(outbox.failing, true);
  store.full = false;
  outbox.keep(entry("x", 1));
  assert.equal(outbox.failing, false);
  assert.equal(new Outbox(null, "a1", "tab1").failing, true);
});

test("passes over what is not an entry of its own", () => {
  const store = new FakeStore();
  store.setItem("vigie:attempt:a1:tab:t:text:rewrite", "{not json");
  store.setItem("vigie:attempt:a1:tab:t:text:twist", '{"key":"text:twist"}');
  store.setItem("vigie:attempt:a1:tab:t:annotation:x", "null");
  assert.deepEqual(new Outbox(store, "a1", "t").entries(), []);
});

test("forgets an attempt that was submitted, whatever the tab, and no other", () => {
  const store = new FakeStore();
  new Outbox(store, "a1", "one").keep(entry("x", 1));
  new Outbox(store, "a1", "two").write("form", "y");
  new Outbox(store, "a2", "one").keep(entry("z", 1));
  new Outbox(store, "a1", "one").clear();
  assert.deepEqual([...store.items.keys()], ["vigie:attempt:a2:tab:one:text:rewrite"]);
});
