import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { type ClientRequest, request } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApi } from "../../server/startApi.ts";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let stranger: TestPerson;
let address: string;
let zip: Buffer;

beforeAll(async () => {
  api = await startTestApi({ MASKYARD_MAX_UPLOAD_BYTES: "3000000" });
  owner = await api.person({ projectId: await api.project() });
  stranger = await api.person({ projectId: await api.project() });
  address = await api.listen();
  zip = Buffer.from(await makeCocoZip({ images: 12, widthPx: 200, heightPx: 150 }));
});

afterAll(async () => {
  await api?.close();
});

interface Answer {
  readonly status: number;
  readonly offset: number;
  readonly location: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever they asked for
  readonly body: any;
}

/** A request of a tus client, over a real connection. */
async function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: Buffer | null = null,
  person = owner,
  origin = address,
): Promise<Answer> {
  const response = await fetch(origin + path, {
    method,
    headers: { authorization: `Bearer ${person.token}`, "tus-resumable": "1.0.0", ...headers },
    body: body as BodyInit | null,
  });
  const text = await response.text();
  return {
    status: response.status,
    offset: Number(response.headers.get("upload-offset") ?? Number.NaN),
    location: response.headers.get("location") ?? "",
    body: text === "" ? null : JSON.parse(text),
  };
}

const begin = (fingerprint: string, bytes = zip.length, person = owner) =>
  send(
    "POST",
    `/files/uploads?${new URLSearchParams({ dataset: `set of ${fingerprint}`, source: "set.zip", fingerprint })}`,
    { "upload-length": String(bytes) },
    null,
    person,
  );
const piece = (path: string, offset: number, bytes: Buffer, origin = address) =>
  send(
    "PATCH",
    path,
    { "content-type": "application/offset+octet-stream", "upload-offset": String(offset) },
    bytes,
    owner,
    origin,
  );
const importOf = (path: string, dataset: string, person = owner, origin = address) =>
  send(
    "POST",
    `/files/imports?${new URLSearchParams({ dataset, upload: path.slice(path.lastIndexOf("/") + 1) })}`,
    {},
    null,
    person,
    origin,
  );
const fileOf = (path: string) => join(api.dataFolder, "uploads", path.slice(path.lastIndexOf("/") + 1));

/** Begins to send a piece and leaves the connection open after half of it. */
async function sendHalf(path: string, bytes: Buffer): Promise<ClientRequest> {
  const { hostname, port } = new URL(address);
  const pending = request({
    hostname,
    port,
    path,
    method: "PATCH",
    headers: {
      authorization: `Bearer ${owner.token}`,
      "tus-resumable": "1.0.0",
      "content-type": "application/offset+octet-stream",
      "upload-offset": "0",
      "content-length": bytes.length,
    },
  });
  pending.on("error", () => undefined);
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  pending.write(half);
  while (!existsSync(fileOf(path)) || statSync(fileOf(path)).size < half.length) await delay(5);
  return pending;
}

test("an upload cut off in the middle goes on where it was, in another process too, and imports once", async () => {
  const begun = await begin("cut");
  expect(begun).toMatchObject({ status: 201, offset: 0 });
  const pending = await sendHalf(begun.location, zip);
  pending.destroy();

  // The server is restarted: another process on the same database and folder.
  const other = await startApi(api.services.environment, pino({ level: "silent" }));
  try {
    const origin = await other.listen();
    const found = await begin("cut");
    expect(found).toMatchObject({ status: 200, location: begun.location, offset: Math.floor(zip.length / 2) });
    const early = await importOf(found.location, "set of cut", owner, origin);
    expect([early.status, early.body.error.message]).toEqual([409, expect.stringMatching(/Send the rest first/)]);
    const wrong = await piece(found.location, 7, zip.subarray(7), origin);
    expect(wrong).toMatchObject({ status: 409, offset: found.offset });
    const rest = await piece(found.location, found.offset, zip.subarray(found.offset), origin);
    expect(rest).toMatchObject({ status: 204, offset: zip.length });
    const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    expect(hash(await readFile(fileOf(begun.location)))).toBe(hash(zip));

    // Asked twice, because an answer was lost, also after it has landed.
    const [first, second] = await Promise.all([1, 2].map(() => importOf(found.location, "set of cut", owner, origin)));
    expect(first).toMatchObject({ status: 202 });
    expect(second?.body).toEqual(first?.body);
    await other.imports.idle();
    expect((await importOf(found.location, "set of cut", owner, origin)).body).toEqual(first?.body);
    const { data } = await api.graph(
      owner,
      "query ($id: ID!) { import(id: $id) { status source imageCount dataset { imports { edges { node { id } } } } } }",
      { id: first?.body.importId },
    );
    expect(data.import).toMatchObject({ status: "SUCCEEDED", source: "set.zip", imageCount: 12 });
    expect(data.import.dataset.imports.edges).toHaveLength(1);
    expect(existsSync(fileOf(begun.location))).toBe(false);
    expect((await send("HEAD", begun.location)).status).toBe(404);
  } finally {
    await other.close();
  }
});

test("a client that comes back cuts off its own dead connection", async () => {
  const { location } = await begin("two lines");
  const pending = await sendHalf(location, zip);
  const { offset } = await send("HEAD", location);
  expect(offset).toBe(Math.floor(zip.length / 2));
  expect(await piece(location, offset, zip.subarray(offset))).toMatchObject({ status: 204, offset: zip.length });
  pending.destroy();
  expect((await readFile(fileOf(location))).equals(zip)).toBe(true);
  expect((await send("DELETE", location)).status).toBe(204);
  expect([existsSync(fileOf(location)), (await send("HEAD", location)).status]).toEqual([false, 404]);
});

test("another person's upload is none, whatever is asked of it", async () => {
  const { location } = await begin("mine");
  for (const method of ["HEAD", "PATCH", "DELETE"]) {
    const headers = { "content-type": "application/offset+octet-stream", "upload-offset": "0" };
    const answer = await send(method, location, headers, method === "PATCH" ? zip : null, stranger);
    expect([method, answer.status]).toEqual([method, 404]);
  }
  expect((await importOf(location, "theirs", stranger)).status).toBe(404);
  const theirs = await begin("mine", zip.length, stranger);
  expect(theirs.status).toBe(201);
  expect(theirs.location).not.toBe(location);
  expect(await send("HEAD", location)).toMatchObject({ status: 200, offset: 0 });
});

describe("is refused", () => {
  test("what is larger than the server takes, empty, or no number", async () => {
    expect(await begin("large", 3_000_001)).toMatchObject({
      status: 400,
      body: { error: { message: "The upload is larger than 2 MiB. Import it in parts." } },
    });
    expect((await begin("empty", 0)).status).toBe(400);
    expect((await begin("none", Number.NaN)).status).toBe(400);
  });

  test("a piece that goes beyond the upload, and nothing of what was there is lost", async () => {
    const { location } = await begin("short", 1_000);
    await piece(location, 0, zip.subarray(0, 600));
    const answer = await piece(location, 600, zip.subarray(600, 1_200));
    expect([answer.status, answer.body.error.message]).toEqual([400, expect.stringMatching(/received more bytes/)]);
    expect((await send("HEAD", location)).offset).toBeLessThanOrEqual(1_000);
    const bytes = await readFile(fileOf(location));
    expect(bytes.equals(zip.subarray(0, bytes.length))).toBe(true);
  });

  test("a finished upload that is no archive; it is removed", async () => {
    const text = Buffer.from("this is no archive, only its name says so");
    const { location } = await begin("text", text.length);
    await piece(location, 0, text);
    const answer = await importOf(location, "nothing");
    expect([answer.status, answer.body.error.message]).toEqual([400, expect.stringMatching(/not a complete zip/)]);
    expect(existsSync(fileOf(location))).toBe(false);
  });

  test("the 21st upload that a person leaves unfinished", async () => {
    const person = await api.person({ projectId: await api.project() });
    for (let number = 0; number < 20; number += 1) {
      expect((await begin(`many ${number}`, 10, person)).status).toBe(201);
    }
    expect(await begin("one more", 10, person)).toMatchObject({ status: 403 });
  });
});

test("what nobody touched for a week goes, and a file that no row speaks of", async () => {
  const { location } = await begin("forgotten");
  await piece(location, 0, zip.subarray(0, 100));
  const fresh = await begin("fresh");
  const id = location.slice(location.lastIndexOf("/") + 1);
  await api.services.prisma.upload.update({
    where: { id },
    data: { touchedAt: new Date(Date.now() - 7 * 24 * 3_600_000 - 1_000) },
  });
  await writeFile(join(api.dataFolder, "uploads", "orphan"), "x");
  const other = await startApi(api.services.environment, pino({ level: "silent" }));
  await other.close();
  const left = readdirSync(join(api.dataFolder, "uploads"));
  expect(left).not.toContain(id);
  expect(left).not.toContain("orphan");
  expect(left).toContain(fresh.location.slice(fresh.location.lastIndexOf("/") + 1));
  expect((await send("HEAD", location)).status).toBe(404);
});

test("an import that the server's stop cut off keeps its upload, so that nothing is sent twice", async () => {
  const { location } = await begin("kept");
  await piece(location, 0, zip);
  const other = await startApi(api.services.environment, pino({ level: "silent" }));
  const origin = await other.listen();
  const started = await importOf(location, "set of kept", owner, origin);
  expect(started.status).toBe(202);
  await other.close();
  const failed = await api.graph(owner, "query ($id: ID!) { import(id: $id) { status error } }", {
    id: started.body.importId,
  });
  expect(failed.data.import).toMatchObject({ status: "FAILED", error: expect.stringMatching(/stopped/) });
  const found = await begin("kept");
  expect(found).toMatchObject({ status: 200, offset: zip.length });
  const again = await importOf(found.location, "set of kept");
  expect(again.status).toBe(202);
  expect(again.body.importId).not.toBe(started.body.importId);
  await api.imports.idle();
  const { data } = await api.graph(owner, "query ($id: ID!) { import(id: $id) { status imageCount } }", {
    id: again.body.importId,
  });
  expect(data.import).toEqual({ status: "SUCCEEDED", imageCount: 12 });
});
