import assert from "node:assert/strict";
import { test } from "node:test";
import { Api, versionsOf } from "./api.ts";
import type { Annotation, Attempt } from "./types.ts";

type Call = { address: string; method: string; headers: Record<string, string>; body: unknown };

/** An Api whose requests are kept and answered with `status` and `body`; a status of 0 is a lost network. */
function api(status: number, body: unknown = {}, headers: Record<string, string> = {}) {
  const calls: Call[] = [];
  const fetch = async (address: string, options: RequestInit) => {
    const { method = "GET", body: sent } = options;
    calls.push({
      address,
      method,
      headers: options.headers as Record<string, string>,
      body: sent ? JSON.parse(String(sent)) : null,
    });
    if (status === 0) throw new TypeError("network");
    return new Response(status === 204 ? null : JSON.stringify(body), { status, headers });
  };
  return { api: new Api("a1", fetch), calls };
}

const ANNOTATION: Annotation = {
  id: "u1",
  target: null,
  omission: true,
  type: "material-omission",
  severity: "major",
  confidence: 60,
  comment: "",
  evidence: null,
  revision: 4,
};

test("saves a text with the revision it was made from, the first writing too", async () => {
  const { api: one, calls } = api(200, { text: "x", revision: 1 });
  assert.deepEqual(await one.save("text:rewrite", { content: "x", revision: 0 }), {
    kind: "saved",
    revision: 1,
  });
  assert.equal(calls[0]?.address, "/api/v1/attempts/a1/rewrite");
  assert.equal(calls[0]?.method, "PUT");
  assert.equal(calls[0]?.headers["If-Match"], '"0"');
  assert.deepEqual(calls[0]?.body, { text: "x" });
});

test("saves a mark under its id, without a condition while it is new, and deletes it", async () => {
  const { id: _id, revision: _revision, ...content } = ANNOTATION;
  const { api: one, calls } = api(201, { ...ANNOTATION, revision: 1 });
  assert.deepEqual(await one.save("annotation:u1", { content, revision: 0 }), { kind: "saved", revision: 1 });
  assert.equal(calls[0]?.address, "/api/v1/attempts/a1/annotations/u1");
  assert.equal(calls[0]?.headers["If-Match"], undefined);
  assert.deepEqual(calls[0]?.body, content);
  const { api: two, calls: deletions } = api(204);
  assert.deepEqual(await two.save("annotation:u1", { content: null, revision: 1 }), {
    kind: "saved",
    revision: 0,
  });
  assert.equal(deletions[0]?.method, "DELETE");
});

test("tells what each answer means", async () => {
  const text = { content: "x", revision: 1 };
  const meaning = async (status: number, body: unknown = {}, headers = {}) =>
    api(status, body, headers).api.save("text:rewrite", text);
  assert.deepEqual(await meaning(401), { kind: "signed-out" });
  assert.deepEqual(await meaning(503), { kind: "later" });
  assert.deepEqual(await meaning(0), { kind: "later" });
  assert.deepEqual(await meaning(429, {}, { "Retry-After": "7" }), { kind: "later", afterMs: 7000 });
  assert.deepEqual(await meaning(409, { type: "urn:vigie:problem:submitted" }), { kind: "closed" });
  assert.deepEqual(await meaning(409, { type: "urn:vigie:problem:too-many-marks", detail: "No more." }), {
    kind: "refused",
    detail: "No more.",
  });
  const invalid = { detail: "Not valid.", errors: [{ pointer: "/text", detail: "Too long." }] };
  assert.deepEqual(await meaning(422, invalid), { kind: "refused", detail: "Too long." });
  assert.deepEqual(await meaning(412, { current: { text: "y", revision: 5 } }), {
    kind: "stale",
    current: { content: "y", revision: 5 },
  });
});

test("a stale mark comes with what the server has, or with nothing where it is gone", async () => {
  const { id: _id, revision: _revision, ...content } = ANNOTATION;
  const stale = await api(412, { current: ANNOTATION }).api.save("annotation:u1", { content, revision: 1 });
  assert.deepEqual(stale, { kind: "stale", current: { content, revision: 4 } });
  const gone = await api(412, {}).api.save("annotation:u1", { content, revision: 1 });
  assert.deepEqual(gone, { kind: "stale", current: { content: null, revision: 0 } });
});

test("an answer that is not JSON is still understood by its status", async () => {
  const fetch = async () => new Response("<h1>Bad Gateway</h1>", { status: 422 });
  const answer = await new Api("a1", fetch).save("text:rewrite", { content: "x", revision: 1 });
  assert.deepEqual(answer, { kind: "refused", detail: "" });
});

test("the client's answer and the submission are asked for once", async () => {
  const { api: one, calls } = api(200, { message: "Merci !" });
  assert.deepEqual(await one.reveal(), { kind: "done", value: { message: "Merci !" } });
  assert.deepEqual([calls[0]?.address, calls[0]?.method], ["/api/v1/attempts/a1/twist", "POST"]);
  assert.deepEqual(await api(0).api.submit(), { kind: "away" });
  assert.deepEqual(await api(500).api.submit(), { kind: "away" });
  assert.deepEqual(await api(401).api.submit(), { kind: "signed-out" });
  assert.deepEqual(await api(409, { detail: "Write first." }).api.reveal(), {
    kind: "refused",
    detail: "Write first.",
  });
});

test("takes an attempt apart into what is saved on its own", () => {
  const texts = {
    rewrite: { text: "r", revision: 2 },
    client_note: { text: null, revision: 0 },
    twist: { text: null, revision: 0 },
  };
  const versions = versionsOf({ texts, annotations: [ANNOTATION] } as unknown as Attempt);
  assert.deepEqual(versions.get("text:rewrite"), { content: "r", revision: 2 });
  assert.deepEqual(versions.get("text:client_note"), { content: null, revision: 0 });
  const { id: _id, revision, ...content } = ANNOTATION;
  assert.deepEqual(versions.get("annotation:u1"), { content, revision });
});
