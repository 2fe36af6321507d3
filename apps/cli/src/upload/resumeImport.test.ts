import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BadLine } from "../testing/BadLine.ts";
import { startCli } from "../testing/runCli.ts";
import { startTestServer, type TestServer } from "../testing/startTestServer.ts";

let server: TestServer;
let line: BadLine;
let address: string;
let folder: string;

const MIB = 1024 ** 2;
const BLOB = /[0-9a-f]{64}$/;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-resume-"));
  server = await startTestServer();
  line = new BadLine(server.url);
  address = await line.open();
}, 120_000);

afterAll(async () => {
  await line?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const environment = (url = address) => ({
  MASKYARD_URL: url,
  MASKYARD_TOKEN: server.token,
  XDG_CONFIG_HOME: join(folder, "config"),
});

/** A folder of `count` pictures of noise, 3 MB each, and their bytes' hashes. */
async function pictures(name: string, count: number): Promise<{ source: string; hashes: Set<string> }> {
  const source = join(folder, name);
  await mkdir(source, { recursive: true });
  const hashes = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    const png = await sharp(randomBytes(3 * MIB), { raw: { width: 1024, height: 1024, channels: 3 } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    await writeFile(join(source, `${index}.png`), png);
    hashes.add(createHash("sha256").update(png).digest("hex"));
  }
  return { source, hashes };
}

/** How many files are stored; may be asked while some are being written. */
function storedCount(): number {
  const blobs = join(server.dataFolder, "blobs");
  if (!existsSync(blobs)) return 0;
  return readdirSync(blobs, { recursive: true, encoding: "utf8" }).filter((path) => BLOB.test(path)).length;
}

/**
 * Hashes of the stored files, from their bytes; of a server that writes none. One cut off while it was written lies apart
 * (`tmp`), where it is swept when it is old: until then another process might be writing it.
 */
function storedHashes(): Set<string> {
  const blobs = join(server.dataFolder, "blobs");
  if (!existsSync(blobs)) return new Set();
  const paths = readdirSync(blobs, { recursive: true, encoding: "utf8" }).filter((path) => BLOB.test(path));
  return new Set(
    paths.map((path) =>
      createHash("sha256")
        .update(readFileSync(join(blobs, path)))
        .digest("hex"),
    ),
  );
}

it("goes on by itself when the line is cut, twice", { timeout: 180_000 }, async () => {
  const { source, hashes } = await pictures("cut", 5);
  const running = startCli(["import", source, "--dataset", "cut", "--json"], environment());
  const before = line.sent;
  for (const part of [3, 9]) {
    await line.reached(before + part * MIB);
    line.cut();
  }
  const { code, stdout, stderr } = await running.outcome;
  expect([code, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toMatchObject({ images: 5 });
  expect(storedHashes()).toEqual(hashes);
  // Bytes that were on their way when the line was cut are sent again, and no others.
  expect((line.sent - before) / MIB).toBeLessThan(15 * 1.3);
});

it("goes on where it was when the command and then the server were killed", { timeout: 180_000 }, async () => {
  const { source, hashes } = await pictures("killed", 5);
  const held = line.holdAfter(11 * MIB);
  const first = startCli(["import", source, "--dataset", "killed", "--json"], environment());
  await held;
  first.kill("SIGKILL");
  expect((await first.outcome).code).toBe(null);
  await server.kill();
  await server.start();
  line.release();

  const before = line.sent;
  const { code, stdout, stderr } = await startCli(["import", source, "--dataset", "killed", "--json"], environment())
    .outcome;
  expect([code, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toMatchObject({ images: 5 });
  for (const hash of hashes) expect(storedHashes()).toContain(hash);
  // Of 15 MiB some 11 had come; what lay in buffers on the way may come again.
  expect((line.sent - before) / MIB).toBeLessThan(8);
  expect(readdirSync(join(server.dataFolder, "uploads"))).toEqual([]);
});

it("keeps the upload when Ctrl-C ends it, and says so", { timeout: 180_000 }, async () => {
  const { source } = await pictures("stopped", 2);
  const held = line.holdAfter(3 * MIB);
  const running = startCli(["import", source, "--dataset", "stopped"], environment());
  await held;
  running.kill("SIGINT");
  line.release();
  const { code, stderr } = await running.outcome;
  expect(code).toBe(130);
  expect(stderr).toMatch(/stopped at [\d.]+ of 6 MiB\. Run the same command again/);
  expect(readdirSync(join(server.dataFolder, "uploads"))).toHaveLength(1);
  const again = await startCli(["import", source, "--dataset", "stopped", "--json"], environment()).outcome;
  expect(JSON.parse(again.stdout)).toMatchObject({ images: 2 });
});

it("cancels the import when Ctrl-C comes while it runs", { timeout: 180_000 }, async () => {
  const { source } = await pictures("cancelled", 6);
  const before = storedHashes();
  const running = startCli(["import", source, "--dataset", "cancelled"], environment(server.url));
  const journals = join(server.dataFolder, "tmp", "import-blobs");
  // From when the import keeps its first picture it is under way.
  while (storedCount() === before.size && readdirSync(journals).length === 0) await delay(2);
  running.kill("SIGINT");
  const { code, stderr } = await running.outcome;
  expect([code, stderr]).toEqual([130, "maskyard: The import was cancelled; nothing of it was kept.\n"]);
  while (readdirSync(journals).length > 0) await delay(5);
  expect(storedHashes()).toEqual(before);
  expect(readdirSync(join(server.dataFolder, "uploads"))).toEqual([]);
});

it("fails clearly when the server is killed during the import, and imports again without sending", {
  timeout: 180_000,
}, async () => {
  const { source, hashes } = await pictures("server killed", 8);
  const before = storedHashes();
  const running = startCli(["import", source, "--dataset", "server killed"], environment());
  const journals = join(server.dataFolder, "tmp", "import-blobs");
  while (storedCount() === before.size) await delay(2);
  await server.kill();
  const half = storedHashes();
  await server.start();
  const { code, stderr } = await running.outcome;
  expect([code, stderr]).toEqual([1, expect.stringMatching(/server was stopped during this import.*import again/)]);
  expect(storedHashes()).toEqual(before);
  expect(half.size).toBeGreaterThan(before.size);
  expect(readdirSync(journals)).toEqual([]);

  const sentBefore = line.sent;
  const again = await startCli(["import", source, "--dataset", "server killed", "--json"], environment()).outcome;
  expect(JSON.parse(again.stdout)).toMatchObject({ images: 8 });
  for (const hash of hashes) expect(storedHashes()).toContain(hash);
  expect(line.sent - sentBefore).toBeLessThan(100_000);
  const doctor = await startCli(["doctor", "--deep", "--json"], environment()).outcome;
  expect(JSON.parse(doctor.stdout)).toMatchObject({ problems: [] });
});
