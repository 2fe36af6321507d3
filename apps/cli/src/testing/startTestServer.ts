import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFirstUser } from "../../../../tools/testing/firstUser.mjs";
import { createTestDatabase } from "../../../../tools/testing/testDatabase.mjs";

const API_FOLDER = fileURLToPath(new URL("../../../api/src/", import.meta.url));
const NODE_ARGUMENTS = ["--conditions=maskyard-source", "--import", "tsx"];

export interface TestServer {
  readonly url: string;
  readonly token: string;
  readonly databaseUrl: string;
  readonly dataFolder: string;
  readonly email: string;
  readonly password: string;
  /** Kills the API as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again, at the same address. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The real API as a process of its own, on a database and a data folder of its own, with its first user. */
export async function startTestServer(): Promise<TestServer> {
  const database = await createTestDatabase();
  const dataFolder = await mkdtemp(join(tmpdir(), "maskyard-cli-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const password = "correct horse battery";
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    MASKYARD_DATA: dataFolder,
    PORT: String(port),
    HOST: "127.0.0.1",
    MASKYARD_URL: url,
    MASKYARD_SECRET: "a secret that only this test knows about",
    MASKYARD_ADMIN_PASSWORD: password,
    LOG_LEVEL: "silent",
  };
  const { email, token } = makeFirstUser(env);
  let api = await startApi(env, url);
  return {
    url,
    token,
    databaseUrl: database.url,
    dataFolder,
    email,
    password,
    kill: () => api.end("SIGKILL"),
    async start() {
      api = await startApi(env, url);
    },
    async stop() {
      await api.end("SIGTERM");
      await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

interface RunningApi {
  end(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
}

async function startApi(env: NodeJS.ProcessEnv, url: string): Promise<RunningApi> {
  const api = spawn(process.execPath, [...NODE_ARGUMENTS, join(API_FOLDER, "main.ts")], { env, stdio: "inherit" });
  const exited = new Promise<void>((resolve) => api.once("exit", () => resolve()));
  await untilHealthy(url, exited);
  return {
    async end(signal) {
      api.kill(signal);
      await exited;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function untilHealthy(url: string, exited: Promise<void>): Promise<void> {
  let hasExited = false;
  void exited.then(() => {
    hasExited = true;
  });
  const deadlineMs = performance.now() + 60_000;
  while (performance.now() < deadlineMs && !hasExited) {
    const isHealthy = await fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false, // not listening yet
    );
    if (isHealthy) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(hasExited ? "the API ended at once" : "the API was not up within a minute");
}
