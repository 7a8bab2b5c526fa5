import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock, FakeServer, FakeStore } from "./fake.ts";
import { type Content, type Entry, type Key, Outbox, type Version } from "./outbox.ts";
import { type Conflict, Sync } from "./sync.ts";
import type { AnnotationBody } from "./types.ts";

const REWRITE: Key = "text:rewrite";
const MARK: Key = "annotation:6a1e";

function body(comment: string): AnnotationBody {
  return {
    target: null,
    omission: true,
    type: "material-omission",
    severity: "major",
    confidence: 70,
    comment,
    evidence: null,
  };
}

class Tab {
  readonly conflicts: Conflict[] = [];
  readonly contents: [Key, Content][] = [];
  readonly sync: Sync;
  readonly store: FakeStore;

  constructor(
    server: FakeServer,
    clock: FakeClock,
    store = new FakeStore(),
    tab = "t",
    adopted: Entry[] = [],
  ) {
    this.store = store;
    const outbox = new Outbox(store, "a", tab);
    const ports = { send: server.send, outbox, now: clock.now, later: clock.later, random: () => 0.5 };
    this.sync = new Sync(ports, {
      state: () => {},
      content: (key) => this.contents.push([key, this.sync.content(key)]),
      saved: () => {},
      conflict: (conflict) => this.conflicts.push(conflict),
    });
    this.sync.start(new Map<Key, Version>(server.versions), adopted);
  }
}

function setUp(): { server: FakeServer; clock: FakeClock; tab: Tab } {
  const server = new FakeServer();
  server.versions.set(REWRITE, { content: "one", revision: 3 });
  const clock = new FakeClock();
  return { server, clock, tab: new Tab(server, clock) };
}

test("a text is in the browser at once and on the server once typing rests", async () => {
  const { server, clock, tab } = setUp();
  tab.sync.change(REWRITE, "one t");
  tab.sync.change(REWRITE, "one two");
  assert.ok([...tab.store.items.values()].some((value) => value.includes("one two")));
  assert.equal(tab.sync.state.kind, "saving");
  await clock.pass(500);
  assert.equal(server.requests.length, 0);
  await clock.pass(200);
  assert.deepEqual(server.requests, [[REWRITE, "one two", 3]]);
  assert.deepEqual(server.versions.get(REWRITE), { content: "one two", revision: 4 });
  assert.equal(tab.sync.state.kind, "saved");
  assert.equal(tab.store.items.size, 0);
});

test("a mark is sent without rest, changed with its revision, and deleted", async () => {
  const { server, clock, tab } = setUp();
  tab.sync.change(MARK, body("a"));
  await clock.pass(0);
  tab.sync.change(MARK, body("b"));
  await clock.pass(0);
  tab.sync.change(MARK, null);
  await clock.pass(0);
  tab.sync.change(MARK, body("back"));
  await clock.pass(0);
  assert.deepEqual(
    server.requests.map(([, , revision]) => revision),
    [0, 1, 2, 0],
  );
  assert.deepEqual(server.text(MARK), body("back"));
});

test("typing back to what is saved sends nothing", async () => {
  const { server, clock, tab } = setUp();
  tab.sync.change(REWRITE, "one!");
  tab.sync.change(REWRITE, "one");
  await clock.pass(60_000);
  assert.deepEqual(server.requests, []);
  assert.equal(tab.sync.state.kind, "saved");
});

test("with the server away work is kept, tried at growing intervals, and sent when it is back", async () => {
  const { server, clock, tab } = setUp();
  server.mode = "down";
  tab.sync.change(REWRITE, "offline");
  tab.sync.change(MARK, body("offline"));
  await clock.pass(700);
  assert.equal(tab.sync.state.kind, "offline");
  await clock.pass(60_000);
  assert.ok(server.requests.length >= 5 && server.requests.length <= 8, `${server.requests.length} tries`);
  server.mode = "up";
  await clock.pass(31_000);
  assert.equal(server.text(REWRITE), "offline");
  assert.deepEqual(server.text(MARK), body("offline"));
  assert.equal(tab.sync.state.kind, "saved");
});

test("typing while the server is away does not hurry the retries; the network's return does", async () => {
  const { server, clock, tab } = setUp();
  server.mode = "down";
  for (let i = 0; i < 20; i += 1) {
    tab.sync.change(REWRITE, `offline ${i}`);
    await clock.pass(700);
  }
  assert.ok(server.requests.length <= 5, `${server.requests.length} tries`);
  server.mode = "up";
  tab.sync.retry();
  await clock.pass(700);
  assert.equal(server.text(REWRITE), "offline 19");
});

test("a reload finds the unsaved work again and sends it", async () => {
  const { server, clock, tab } = setUp();
  server.mode = "down";
  tab.sync.change(REWRITE, "typed before the crash");
  await clock.pass(5_000);
  server.mode = "up";
  const again = new Tab(server, clock, tab.store);
  assert.equal(again.sync.content(REWRITE), "typed before the crash");
  await clock.pass(700);
  assert.equal(server.text(REWRITE), "typed before the crash");
  assert.deepEqual(again.conflicts, []);
});

test("a lost answer is no conflict, though more was typed since", async () => {
  const { server, clock, tab } = setUp();
  server.mode = "answer-lost";
  tab.sync.change(REWRITE, "two");
  await clock.pass(700);
  tab.sync.change(REWRITE, "two three");
  server.mode = "up";
  await clock.pass(5_000);
  assert.equal(server.text(REWRITE), "two three");
  assert.deepEqual(tab.conflicts, []);
});

test("a lost answer is no conflict after a reload either", async () => {
  const { server, clock, tab } = setUp();
  server.mode = "answer-lost";
  tab.sync.change(REWRITE, "two");
  await clock.pass(700);
  tab.sync.change(REWRITE, "two three");
  server.mode = "up";
  const again = new Tab(server, clock, tab.store);
  await clock.pass(5_000);
  assert.equal(server.text(REWRITE), "two three");
  assert.deepEqual(again.conflicts, []);
});

test("what another device wrote is never overwritten silently: the person chooses", async () => {
  for (const choice of ["mine", "theirs"] as const) {
    const { server, clock, tab } = setUp();
    tab.sync.change(REWRITE, "mine");
    server.versions.set(REWRITE, { content: "theirs", revision: 4 });
    await clock.pass(700);
    assert.equal(server.text(REWRITE), "theirs");
    assert.equal(tab.sync.state.kind, "conflict");
    assert.deepEqual(tab.conflicts, [
      { key: REWRITE, mine: "mine", theirs: { content: "theirs", revision: 4, onServer: true } },
    ]);
    tab.sync.change(REWRITE, "mine, longer");
    await clock.pass(60_000);
    assert.equal(server.text(REWRITE), "theirs");
    tab.sync.settle(REWRITE, choice);
    await clock.pass(700);
    const kept = choice === "mine" ? "mine, longer" : "theirs";
    assert.equal(server.text(REWRITE), kept);
    assert.equal(tab.sync.content(REWRITE), kept);
    assert.equal(tab.sync.state.kind, "saved");
  }
});

test("a form opened before another tab saved the same mark conflicts, though this tab saw the save", async () => {
  const { server, clock, tab } = setUp();
  tab.sync.change(MARK, body("first"));
  await clock.pass(0);
  const madeFrom = tab.sync.revision(MARK);
  server.versions.set(MARK, { content: body("theirs"), revision: 2 });
  tab.sync.take(MARK, { content: body("theirs"), revision: 2 });
  assert.deepEqual(tab.contents, [[MARK, body("theirs")]]);
  tab.sync.change(MARK, body("mine"), madeFrom);
  await clock.pass(0);
  assert.equal(tab.conflicts.length, 1);
  assert.deepEqual(server.text(MARK), body("theirs"));
});

test("a save of another tab shows where nothing is unsaved, and waits where something is", async () => {
  const { clock, tab } = setUp();
  tab.sync.take(REWRITE, { content: "theirs", revision: 4 });
  assert.equal(tab.sync.content(REWRITE), "theirs");
  tab.sync.change(REWRITE, "mine");
  tab.sync.take(REWRITE, { content: "theirs again", revision: 5 });
  assert.equal(tab.sync.content(REWRITE), "mine");
  await clock.pass(0);
  assert.equal(tab.contents.length, 1);
});

test("two tabs that are gone left two versions: both are offered, the chosen one is saved", async () => {
  for (const choice of ["mine", "theirs"] as const) {
    const { server, clock } = setUp();
    const left = (content: string, at: number): Entry => ({
      key: REWRITE,
      wanted: { content, revision: 3 },
      sent: null,
      at,
    });
    const tab = new Tab(server, clock, new FakeStore(), "t", [left("later", 2), left("earlier", 1)]);
    assert.equal(tab.sync.content(REWRITE), "later");
    assert.equal(tab.conflicts.length, 1);
    tab.sync.settle(REWRITE, choice);
    await clock.pass(700);
    assert.equal(server.text(REWRITE), choice === "mine" ? "later" : "earlier");
  }
});

test("signed out: nothing is lost or sent until the person has signed in again", async () => {
  const { server, clock, tab } = setUp();
  server.mode = { kind: "signed-out" };
  tab.sync.change(REWRITE, "two");
  await clock.pass(60_000);
  assert.equal(server.requests.length, 1);
  assert.equal(tab.sync.state.kind, "signed-out");
  server.mode = "up";
  tab.sync.retry();
  await clock.pass(0);
  assert.equal(server.text(REWRITE), "two");
});

test("once the attempt is submitted nothing is tried any more", async () => {
  const { server, clock, tab } = setUp();
  server.mode = { kind: "closed" };
  tab.sync.change(REWRITE, "two");
  await clock.pass(700);
  tab.sync.retry();
  await clock.pass(60_000);
  assert.equal(server.requests.length, 1);
  assert.equal(tab.sync.state.kind, "closed");
});

test("what the server refuses is told, not tried again, and mended by the next change", async () => {
  const { server, clock, tab } = setUp();
  server.mode = { kind: "refused", detail: "too long" };
  tab.sync.change(REWRITE, "far too long");
  await clock.pass(60_000);
  assert.equal(server.requests.length, 1);
  assert.deepEqual(tab.sync.state, { kind: "refused", detail: "too long" });
  server.mode = "up";
  tab.sync.change(REWRITE, "short");
  await clock.pass(700);
  assert.equal(server.text(REWRITE), "short");
});

test("a busy server is given the time it asks for", async () => {
  const { server, clock, tab } = setUp();
  server.mode = { kind: "later", afterMs: 10_000 };
  tab.sync.change(MARK, body("a"));
  await clock.pass(9_000);
  assert.equal(server.requests.length, 1);
  server.mode = "up";
  await clock.pass(2_000);
  assert.deepEqual(server.text(MARK), body("a"));
});

test("a deletion made offline survives a reload", async () => {
  const { server, clock, tab } = setUp();
  tab.sync.change(MARK, body("a"));
  await clock.pass(0);
  server.mode = "down";
  tab.sync.change(MARK, null);
  await clock.pass(100);
  server.mode = "up";
  const again = new Tab(server, clock, tab.store);
  assert.equal(again.sync.content(MARK), null);
  await clock.pass(100);
  assert.equal(server.text(MARK), null);
  assert.equal(again.sync.pending, 0);
});
