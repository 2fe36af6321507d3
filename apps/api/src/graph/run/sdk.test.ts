import { spawn } from "node:child_process";
import { once } from "node:events";
import { Maskyard, MaskyardError } from "@maskyard/sdk";
import { readHistory } from "@maskyard/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

// The SDK against the real server, over HTTP; what a network does to it is done by a fetch of the test's.
let api: TestApi;
let owner: TestPerson;
let url: string;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  url = await api.listen();
});
afterAll(async () => {
  await api?.close();
});

const rowIdOf = (id: string) => Buffer.from(id, "base64url").toString().slice(4);
const rowOf = (id: string) => api.services.prisma.run.findUniqueOrThrow({ where: { id: rowIdOf(id) } });
async function valuesOf(id: string, name: string) {
  const read = await readHistory(api.services.pool, { runId: rowIdOf(id), name, fromIndex: 0, count: 1_000_000 });
  return (read?.steps ?? []).map((step, index) => [step, read?.values[index]]);
}

/** Every nth request is carried out, and its answer lost. */
function losingAnswers(every: number): { fetch: typeof fetch; lost: () => number } {
  let [count, lost] = [0, 0];
  return {
    lost: () => lost,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      if (++count % every !== 0) return response;
      await response.arrayBuffer();
      lost++;
      throw new TypeError("fetch failed");
    },
  };
}

test("a program makes a run, logs to it and ends it", async () => {
  const maskyard = new Maskyard({ url: `${url}/`, token: owner.token });
  const run = await maskyard.createRun({ experiment: "sdk", name: "mine", configuration: { lr: 0.1 }, tags: ["a"] });
  const { number, projectId } = await rowOf(run.id);
  const { slug } = await api.services.prisma.project.findUniqueOrThrow({ where: { id: projectId } });
  expect(run.url).toBe(`${url}/p/${slug}/runs/${number}`);
  run.log({ loss: 0.5, lr: 0.1 }, 1);
  run.log({ loss: 0.25 });
  run.log({ loss: Number.NaN }, 7);
  run.log({ loss: Number.NEGATIVE_INFINITY }, 8);
  run.log({ loss: Number.POSITIVE_INFINITY }, 9);
  run.log({ loss: -0 }, 10);
  await run.finish();
  expect(await valuesOf(run.id, "loss")).toEqual([
    [1, 0.5],
    [2, 0.25],
    [7, Number.NaN],
    [8, Number.NEGATIVE_INFINITY],
    [9, Number.POSITIVE_INFINITY],
    [10, -0],
  ]);
  const { data } = await api.graph(
    owner,
    'query ($id: ID!) { run(id: $id) { series(names: ["loss"]) { values notFinite { index value } } } }',
    { id: run.id },
  );
  expect(data.run.series).toEqual([
    {
      values: [0.5, 0.25, null, null, null, 0],
      notFinite: [
        { index: 2, value: "NaN" },
        { index: 3, value: "-Infinity" },
        { index: 4, value: "Infinity" },
      ],
    },
  ]);
  const history = await fetch(`${url}/api/2.0/mlflow/metrics/get-history?run_id=${rowIdOf(run.id)}&metric_key=loss`, {
    headers: { authorization: `Bearer ${owner.token}` },
  });
  const { metrics } = (await history.json()) as { metrics: { value: unknown }[] };
  expect(metrics.map(({ value }) => value)).toEqual([0.5, 0.25, "NaN", "-Infinity", "Infinity", 0]); // JSON writes no sign of zero
  expect(await rowOf(run.id)).toMatchObject({
    name: "mine",
    status: "SUCCEEDED",
    configuration: { lr: 0.1 },
    tags: ["a"],
  });

  const again = await maskyard.openRun(run.id);
  expect(await rowOf(run.id)).toMatchObject({ status: "RUNNING" });
  again.log({ loss: 0.125 }, 11);
  await again.finish({ status: "failed", failureReason: "out of memory" });
  expect(await valuesOf(run.id, "loss")).toHaveLength(7);
  expect(await rowOf(run.id)).toMatchObject({ status: "FAILED", failureReason: "out of memory" });
});

test("a lost answer doubles neither a run nor a point", { timeout: 60_000 }, async () => {
  const { fetch, lost } = losingAnswers(2);
  const maskyard = new Maskyard({ url, token: owner.token, fetch });
  const runs = [await maskyard.createRun({ experiment: "lossy" }), await maskyard.createRun({ experiment: "lossy" })];
  for (const run of runs) {
    for (let step = 0; step < 12_000; step++) await run.log({ loss: step / 3 }, step);
    await run.finish();
    expect(await valuesOf(run.id, "loss")).toEqual(Array.from({ length: 12_000 }, (_, step) => [step, step / 3]));
  }
  expect(lost()).toBeGreaterThan(3);
  expect(await api.services.prisma.run.count({ where: { experiment: { name: "lossy" } } })).toBe(2);
});

test("a program that is faster than the server waits, and one that does not wait is stopped", async () => {
  let [inFlight, most, held] = [0, 0, true];
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow: typeof fetch = async (input, init) => {
    most = Math.max(most, ++inFlight);
    if (held && String(init?.body).includes("logMetrics")) await gate;
    return fetch(input, init).finally(() => inFlight--);
  };
  const run = await new Maskyard({ url, token: owner.token, fetch: slow }).createRun({ experiment: "fast" });
  const settled: number[] = [];
  const waits = Array.from({ length: 30_000 }, (_, step) =>
    run.log({ loss: step }, step).then(() => settled.push(step)),
  );
  await Promise.resolve();
  await new Promise(setImmediate);
  // The first 5,000 are on their way; 20,000 more may wait.
  expect(settled).toHaveLength(24_999);
  expect(() => {
    for (let step = 30_000; step < 2_000_000; step++) void run.log({ loss: 1, other: 2 }, step);
  }).toThrow(expect.objectContaining({ code: "TOO_FAST" }));
  held = false;
  release();
  await Promise.all(waits);
  expect(settled).toHaveLength(30_000);
  expect(most).toBe(1);
});

test("what the server refuses is said, by the call and by those after it", async () => {
  await expect(new Maskyard({ url, token: "msk_wrong" }).createRun({ experiment: "e" })).rejects.toMatchObject({
    code: "UNAUTHENTICATED",
  });
  const run = await new Maskyard({ url, token: owner.token }).createRun({ experiment: "gone" });
  await api.services.prisma.run.delete({ where: { id: rowIdOf(run.id) } });
  run.log({ loss: 1 });
  await expect(run.flush()).rejects.toMatchObject({ code: "NOT_FOUND", message: "There is no such run." });
  expect(() => run.log({ loss: 2 })).toThrow(MaskyardError);
  await expect(run.finish()).rejects.toThrow("There is no such run.");
  expect(() => run.log({ loss: 1 }, -1)).toThrow();
});

test("what a program logged last arrives though it ends without a word", async () => {
  const program = `
    import { Maskyard } from "@maskyard/sdk";
    const run = await new Maskyard().createRun({ experiment: "short", name: "short" });
    for (let step = 0; step < 7_000; step++) run.log({ loss: step }, step);`;
  const flags = ["--conditions=maskyard-source", "--import", "tsx", "--input-type=module", "-e", program];
  const env = { PATH: process.env.PATH, MASKYARD_URL: url, MASKYARD_TOKEN: owner.token };
  const child = spawn(process.execPath, flags, {
    env,
    cwd: import.meta.dirname,
    stdio: ["ignore", "ignore", "inherit"],
  });
  expect(await once(child, "exit")).toEqual([0, null]);
  const run = await api.services.prisma.run.findFirstOrThrow({ where: { name: "short" } });
  expect(await valuesOf(Buffer.from(`Run:${run.id}`).toString("base64url"), "loss")).toHaveLength(7_000);
});

test("a server that stays away is given up in the time said", async () => {
  const away: typeof fetch = async () => {
    throw new TypeError("fetch failed");
  };
  const maskyard = new Maskyard({ url, token: owner.token, fetch: away, giveUpAfterMs: 300 });
  await expect(maskyard.createRun({ experiment: "e" })).rejects.toMatchObject({ code: "UNREACHABLE" });
});

test("a key names one run of one person", async () => {
  const create = `mutation ($input: CreateRunInput!) { createRun(input: $input) { ... on CreateRunSuccess { data { id } } ... on Error { message } } }`;
  const input = { experiment: "keys", key: "0198f000-0000-7000-8000-000000000001" };
  const both = await Promise.all([api.graph(owner, create, { input }), api.graph(owner, create, { input })]);
  const ids = both.map(({ data }) => data.createRun.data.id);
  expect(ids[0]).toBe(ids[1]);
  const stranger = await api.person({ projectId: await api.project() });
  const refused = await api.graph(stranger, create, { input });
  expect(refused.data.createRun.message).toMatch(/Another run already has this key/);
});
