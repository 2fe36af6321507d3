import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readCredentials, storedCredentialsPath, writeCredentials } from "./credentialsFile.ts";
import { resolveServer } from "./resolveServer.ts";

let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-credentials-"));
  env = { XDG_CONFIG_HOME: join(folder, "config"), MASKYARD_DATA: join(folder, "data") };
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const login = (url: string, token: string) => writeCredentials(storedCredentialsPath(env), { url, token });
const startLocal = async (url: string, token: string) => {
  await mkdir(join(folder, "data"), { recursive: true });
  await writeFile(join(folder, "data", "local.json"), JSON.stringify({ url, token }));
};

it("takes the environment first, then the login, then the local instance", async () => {
  await startLocal("http://localhost:3000", "local");
  expect(await resolveServer(env)).toEqual({ url: "http://localhost:3000", token: "local" });
  await login("https://maskyard.example", "stored");
  expect(await resolveServer(env)).toEqual({ url: "https://maskyard.example", token: "stored" });
  const named = { ...env, MASKYARD_URL: "http://other:1/", MASKYARD_TOKEN: "named" };
  expect(await resolveServer(named)).toEqual({ url: "http://other:1", token: "named" });
});

it("sends a token to no server but the one it was stored for", async () => {
  await startLocal("http://localhost:3000", "local");
  await login("https://maskyard.example", "stored");
  const to = (MASKYARD_URL: string) => resolveServer({ ...env, MASKYARD_URL });
  expect((await to("http://localhost:3000")).token).toBe("local");
  expect((await to("https://maskyard.example/")).token).toBe("stored");
  await expect(to("https://elsewhere.example")).rejects.toThrow("There is no credential for https://elsewhere.example");
  await expect(to("ftp://maskyard.example")).rejects.toMatchObject({ exitCode: 2 });
});

it("says what to do where no server is known, and where the stored file is broken", async () => {
  await expect(resolveServer(env)).rejects.toMatchObject({ code: "NO_SERVER" });
  await login("http://localhost:3000", "stored");
  await writeFile(storedCredentialsPath(env), "{");
  await expect(resolveServer(env)).rejects.toMatchObject({ code: "CREDENTIALS_UNREADABLE" });
});

it("keeps the token where only this account reads it", async () => {
  await login("http://localhost:3000", "first");
  await login("http://localhost:3000", "second");
  const path = storedCredentialsPath(env);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readCredentials(path)).toEqual({ url: "http://localhost:3000", token: "second" });
});
