import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { startTestApi, type TestApi } from "../testing/startTestApi.ts";

const PER_MINUTE = 5;
const PROXY = "10.1.2.3";
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi({
    MASKYARD_ANONYMOUS_REQUESTS_PER_MINUTE: String(PER_MINUTE),
    MASKYARD_TRUSTED_PROXIES: "10.1.0.0/16",
  });
});

afterAll(async () => {
  await api?.close();
});

interface Request {
  readonly method?: "GET" | "POST" | "PATCH" | "PUT";
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly payload?: string | object;
}

async function statusOf(request: Request, remoteAddress: string): Promise<number> {
  return (await api.fastify.inject({ ...request, remoteAddress })).statusCode;
}

/** The statuses of one request more than nobody may make; each `at` gives the address of its turn. */
async function statuses(request: (turn: number) => Request, at: (turn: number) => string): Promise<number[]> {
  const found: number[] = [];
  for (let turn = 0; turn <= PER_MINUTE; turn += 1) found.push(await statusOf(request(turn), at(turn)));
  return found;
}

const ask: Request = { method: "POST", url: "/graphql", payload: { query: "{ viewer { id } }" } };

describe("requests of nobody", () => {
  const json = { "content-type": "application/json" };
  const requests: Record<string, Request> = {
    "the graph": ask,
    "a query that is not even parsed": { method: "POST", url: "/graphql", headers: json, payload: '{"query": "{' },
    GraphiQL: { url: "/graphql" },
    "MLflow's routes": { method: "POST", url: "/api/2.0/mlflow/runs/search", headers: json, payload: "{}" },
    "MLflow's artifacts": { method: "PUT", url: "/api/2.0/mlflow-artifacts/artifacts/a/b", payload: "x" },
    files: { url: "/files/images/x/thumbnail" },
    uploads: { method: "PATCH", url: "/files/uploads/x" },
    sessions: { url: "/api/auth/get-session" },
    "links of the machine": { method: "POST", url: "/api/machine/sign-in-link", headers: json, payload: "{}" },
  };

  test.each(Object.entries(requests))("%s: are refused once they come too often", async (name, request) => {
    const address = `192.0.2.${Object.keys(requests).indexOf(name)}`;
    const found = await statuses(
      () => request,
      () => address,
    );
    expect(found.slice(0, -1)).not.toContain(429);
    expect(found.at(-1)).toBe(429);
    const answer = await api.fastify.inject({ ...request, remoteAddress: address });
    const wait = Number(answer.headers["retry-after"]);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(answer.body).toMatch(/Too many requests without signing in/);
  });

  test("share one budget over all routes, and signing in is refused before the password is looked at", async () => {
    await statuses(
      () => ask,
      () => "192.0.2.100",
    );
    const signIn = {
      method: "POST" as const,
      url: "/api/auth/sign-in/email",
      payload: { email: "a@b.c", password: "x" },
    };
    const answer = await api.fastify.inject({ ...signIn, remoteAddress: "192.0.2.100" });
    expect([answer.statusCode, answer.json().error.code]).toEqual([429, "TOO_MANY_REQUESTS"]);
  });

  test("do not keep those out who are signed in, from the same address", async () => {
    const person = await api.person();
    await statuses(
      () => ask,
      () => "192.0.2.101",
    );
    const signedIn = { ...ask, headers: { authorization: `Bearer ${person.token}` } };
    expect(await statusOf(signedIn, "192.0.2.101")).toBe(200);
    expect(await statusOf(ask, "192.0.2.101")).toBe(429);
  });

  test("are also those with a credential that is no good", async () => {
    const withToken = { ...ask, headers: { authorization: "Bearer msk_000000000000000000000000000000000000" } };
    const byToken = await statuses(
      () => withToken,
      () => "192.0.2.102",
    );
    expect(byToken).toEqual([...Array<number>(PER_MINUTE).fill(401), 429]);
    const byCookie = await statuses(
      () => ({ ...ask, headers: { cookie: "maskyard.session_token=made.up" } }),
      () => "192.0.2.103",
    );
    expect(byCookie).toEqual([...Array<number>(PER_MINUTE).fill(200), 429]);
  });

  test("never keep a keeper of processes from asking how the server is", async () => {
    const found = await statuses(
      () => ({ url: "/healthz" }),
      () => "192.0.2.104",
    );
    expect(new Set(found)).toEqual(new Set([200]));
  });
});

describe("an address", () => {
  const forwarded = (value: string): Request => ({ ...ask, headers: { "x-forwarded-for": value } });

  test("is that of the connection, whatever a stranger writes into a header", async () => {
    const found = await statuses(
      (turn) => forwarded(`203.0.113.${turn}`),
      () => "192.0.2.110",
    );
    expect(found.at(-1)).toBe(429);
  });

  test("is what a trusted proxy says, and not what its client told the proxy", async () => {
    const apart = await statuses(
      (turn) => forwarded(`203.0.113.${turn}`),
      () => PROXY,
    );
    expect(apart).not.toContain(429);
    const spoofed = await statuses(
      (turn) => forwarded(`198.51.100.${turn}, 203.0.113.50`),
      () => PROXY,
    );
    expect(spoofed.at(-1)).toBe(429);
    expect(await statusOf(forwarded("203.0.113.51"), PROXY)).toBe(200);
  });

  test("of IPv6 is its network of 64 bits", async () => {
    const found = await statuses(
      () => ask,
      (turn) => `2001:db8:1:2::${turn + 1}`,
    );
    expect(found.at(-1)).toBe(429);
    expect(await statusOf(ask, "2001:db8:1:3::1")).toBe(200);
  });
});

test("a WebSocket without a credential is counted before it is opened", async () => {
  const url = `${(await api.listen()).replace("http", "ws")}/graphql`;
  const person = await api.person();
  const open = async (headers: Record<string, string>): Promise<number> => {
    const socket = new WebSocket(url, "graphql-transport-ws", { headers });
    socket.on("error", () => undefined); // told by the answer
    const answer = once(socket, "unexpected-response").then(([, response]) => (response as IncomingMessage).statusCode);
    const status = await Promise.race([once(socket, "open").then(() => 101), answer]);
    socket.terminate();
    return status ?? 0;
  };
  const found: number[] = [];
  for (let turn = 0; turn <= PER_MINUTE; turn += 1) found.push(await open({}));
  expect(found).toEqual([...Array<number>(PER_MINUTE).fill(101), 429]);
  expect(await open({ authorization: `Bearer ${person.token}` })).toBe(101);
});
