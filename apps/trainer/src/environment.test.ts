import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readEnvironment } from "./environment.ts";

test("reads addresses and names, with defaults for the rest", () => {
  const environment = readEnvironment({ DATABASE_URL: "postgresql://x/y", MASKYARD_DATA: "data" });
  expect(environment).toMatchObject({
    databaseUrl: "postgresql://x/y",
    blobDirectory: resolve("data", "blobs"),
    leaseSeconds: 30,
    labels: [],
    slots: 1,
    logLevel: "info",
  });
  const asked = readEnvironment({
    DATABASE_URL: "x",
    MASKYARD_TRAINER_LABELS: "a100, ,lab-2",
    MASKYARD_TRAINER_SLOTS: "3",
    MASKYARD_TRAINER_MEMORY_MIB: "24000",
  });
  expect(asked).toMatchObject({ labels: ["a100", "lab-2"], slots: 3, memoryMib: 24_000 });
});

test("names the variable that is missing or wrong", () => {
  expect(() => readEnvironment({})).toThrow(/DATABASE_URL/);
  expect(() => readEnvironment({ DATABASE_URL: "x", MASKYARD_LEASE_SECONDS: "0" })).toThrow(/MASKYARD_LEASE_SECONDS/);
});
