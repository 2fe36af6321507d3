import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDatabase, type Database } from "@maskyard/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFirstUser } from "../../../../tools/testing/firstUser.mjs";
import { createTestDatabase, type TestDatabase } from "../../../../tools/testing/testDatabase.mjs";
import { makeCocoZip } from "../testing/makeCocoZip.ts";

const nodeArguments = ["--conditions=maskyard-source", "--import", "tsx"];
const entry = (name: string): string => fileURLToPath(new URL(`../${name}.ts`, import.meta.url));

let testDatabase: TestDatabase;
let database: Database;
let dataFolder: string;
let env: NodeJS.ProcessEnv;
let token: string;
let first: Started | undefined;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  dataFolder = await mkdtemp(join(tmpdir(), "maskyard-two-apis-"));
  env = {
    PATH: process.env.PATH,
    DATABASE_URL: testDatabase.url,
    MASKYARD_DATA: dataFolder,
    MASKYARD_URL: "http://maskyard.example",
    MASKYARD_SECRET: "a secret that only this test knows about",
    MASKYARD_ADMIN_PASSWORD: "correct horse battery",
    PORT: "0",
    LOG_LEVEL: "info",
  };
  ({ token } = makeFirstUser(env));
}, 60_000);

afterAll(async () => {
  for (const child of running) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  await database?.close();
  await testDatabase?.drop();
  await rm(dataFolder, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  /** Where it listens; null when it ended in place of that. */
  readonly address: string | null;
  readonly exitCode: number | null;
  readonly errors: string;
}

/** Starts the API as a process of its own and waits until it listens or has ended. */
async function start(): Promise<Started> {
  const child = spawn(process.execPath, [...nodeArguments, entry("main")], { env, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const texts = { output: "", errors: "" };
  child.stderr.on("data", (text) => {
    texts.errors += text;
  });
  return new Promise((resolve) => {
    child.stdout.on("data", (text) => {
      texts.output += text;
      const address = /"address":"([^"]+)"/.exec(texts.output)?.[1];
      if (address !== undefined) resolve({ child, address, exitCode: null, errors: texts.errors });
    });
    child.once("close", (exitCode) => {
      running.delete(child);
      resolve({ child, address: null, exitCode, errors: texts.errors });
    });
  });
}

async function importInto(address: string, dataset: string): Promise<string> {
  const response = await fetch(`${address}/files/imports?dataset=${dataset}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/zip" },
    body: Buffer.from(await makeCocoZip({ images: 5 })),
  });
  expect(response.status).toBe(202);
  const { importId } = (await response.json()) as { importId: string };
  return Buffer.from(importId, "base64url").toString().split(":")[1] ?? "";
}

/** Whoever wants to write rows of an import waits until this is let go: it is under way for as long as is needed. */
async function holdWriters(): Promise<() => Promise<void>> {
  const client = await database.pool.connect();
  await client.query("BEGIN");
  await client.query("LOCK TABLE category IN EXCLUSIVE MODE");
  return async () => {
    await client.query("COMMIT");
    client.release();
  };
}

const importRow = (id: string) =>
  database.prisma.import.findUniqueOrThrow({
    where: { id },
    select: { status: true, error: true, imageCount: true, datasetId: true },
  });

test("a second process on a data folder is refused, says who has it, and leaves the first one's import alone", {
  timeout: 120_000,
}, async () => {
  first = await start();
  if (first.address === null) throw new Error(first.errors);
  const release = await holdWriters();
  let importId: string;
  try {
    importId = await importInto(first.address, "of the first");
    const second = await start();
    expect(second).toMatchObject({ address: null, exitCode: 1 });
    expect(second.errors).toContain(
      `Another API (process ${first.child.pid}, http://maskyard.example) works on the data folder ${dataFolder}.`,
    );
    expect(await importRow(importId)).toMatchObject({ status: "RUNNING" });
  } finally {
    await release();
  }
  await expect
    .poll(() => importRow(importId), { timeout: 30_000 })
    .toMatchObject({
      status: "SUCCEEDED",
      error: null,
      imageCount: 5,
    });
});

test("a process that was killed leaves the folder to the next, which ends the import that it cut off", {
  timeout: 120_000,
}, async () => {
  const killed = first;
  if (killed?.address == null) throw new Error("expected the process of the test before");
  const release = await holdWriters();
  let importId: string;
  try {
    importId = await importInto(killed.address, "cut off");
    killed.child.kill("SIGKILL");
    await once(killed.child, "exit");
  } finally {
    await release();
  }
  const next = await start();
  expect(next.errors).toBe("");
  expect(next.address).not.toBeNull();
  expect(await importRow(importId)).toMatchObject({
    status: "FAILED",
    error: expect.stringMatching(/^The server was stopped during this import/),
    datasetId: null,
  });
});
