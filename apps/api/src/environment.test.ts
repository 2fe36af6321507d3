import { expect, test } from "vitest";
import { parseEnvironment } from "./environment.ts";

const needed = {
  DATABASE_URL: "postgres://user:pw@127.0.0.1:5432/maskyard",
  MASKYARD_DATA: "/data",
  MASKYARD_SECRET: "0123456789abcdef0123456789abcdef",
};

test("what is needed and the defaults of the rest", () => {
  expect(parseEnvironment(needed)).toMatchObject({
    databaseUrl: needed.DATABASE_URL,
    dataFolder: "/data",
    host: "127.0.0.1",
    port: 3000,
    publicUrl: "http://localhost:3000",
    webOrigin: null,
    adminPassword: null,
    trustedProxies: [],
    anonymousRequestsPerMinute: 300,
  });
  expect(
    parseEnvironment({ ...needed, PORT: "4000", MASKYARD_URL: "https://m.example/", WEB_ORIGIN: "" }),
  ).toMatchObject({
    port: 4000,
    publicUrl: "https://m.example",
    webOrigin: null,
  });
});

test("trusted proxies are addresses, networks and their names", () => {
  const text = "10.0.0.0/8, loopback 2001:db8::1";
  expect(parseEnvironment({ ...needed, MASKYARD_TRUSTED_PROXIES: text }).trustedProxies).toEqual([
    "10.0.0.0/8",
    "loopback",
    "2001:db8::1",
  ]);
});

test("every setting that is missing or wrong is named, and no value is shown", () => {
  expect(() => parseEnvironment({})).toThrow(/DATABASE_URL.*MASKYARD_DATA.*MASKYARD_SECRET/);
  expect(() => parseEnvironment({ ...needed, PORT: "http" })).toThrow(/PORT/);
  expect(() => parseEnvironment({ ...needed, MASKYARD_TRUSTED_PROXIES: "yes" })).toThrow(
    /MASKYARD_TRUSTED_PROXIES: names/,
  );
  expect(() => parseEnvironment({ ...needed, MASKYARD_SECRET: "short" })).toThrow(/MASKYARD_SECRET: needs at least 32/);
  expect(() => parseEnvironment({ ...needed, DATABASE_URL: "mysql://u:hidden@h/d" })).toThrow(
    /^(?!.*hidden).*DATABASE_URL/,
  );
});
