import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "./history.ts";
import type { Mark } from "./marks.ts";

function mark(comment: string, id = "a"): Mark {
  return {
    id,
    span: null,
    quote: "",
    omission: true,
    type: "material-omission",
    severity: "minor",
    confidence: 60,
    comment,
    evidence: null,
  };
}

test("takes back making, editing and deleting, last first", () => {
  const history = new History();
  let current: Mark | null = null;
  const apply = (after: Mark | null) => {
    history.record({ before: current, after });
    current = after;
  };
  apply(mark("one"));
  apply(mark("two"));
  apply(null);
  const undo = () => {
    const change = history.undo(() => current);
    if (change) current = change.after;
    return current?.comment ?? null;
  };
  assert.equal(undo(), "two");
  assert.equal(undo(), "one");
  assert.equal(undo(), null);
  assert.ok(history.isEmpty);
  assert.equal(
    history.undo(() => null),
    null,
  );
});

test("skips a change that was overwritten since, and takes back the one before", () => {
  const history = new History();
  history.record({ before: null, after: mark("kept", "b") });
  history.record({ before: null, after: mark("mine") });
  const now: Record<string, Mark> = { a: mark("theirs"), b: mark("kept", "b") };
  assert.deepEqual(
    history.undo((id) => now[id] ?? null),
    { before: mark("kept", "b"), after: null },
  );
});
