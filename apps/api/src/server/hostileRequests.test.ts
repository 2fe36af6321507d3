import { once } from "node:events";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { startTestApi, type TestApi, type TestPerson } from "../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let port: number;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  port = Number(new URL(await api.listen()).port);
});
afterAll(async () => {
  await api?.close();
});

async function post(url: string, payload: string | Buffer, headers: Record<string, string> = {}) {
  const response = await api.fastify.inject({
    method: "POST",
    url,
    headers: { authorization: `Bearer ${owner.token}`, "content-type": "application/json", ...headers },
    payload,
  });
  return { status: response.statusCode, body: response.body };
}

const MLFLOW = "/api/2.0/mlflow/experiments/create";

describe.each(["/graphql", MLFLOW, "/api/auth/sign-in/email"])("%s answers as a client's mistake", (url) => {
  test.each([
    [
      "a packed body, which would unpack to a gigabyte",
      gzipSync(Buffer.alloc(1_000_000)),
      { "content-encoding": "gzip" },
    ],
    ["nothing", "", {}],
    ["null", "null", {}],
    ["a text", '"x"', {}],
    ["a number", "1e999", {}],
    ["a list", "[]", {}],
    ["half of an object", '{"query": ', {}],
    ["a mark of byte order alone", "\uFEFF", {}],
    ["bytes that are no UTF-8", Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), {}],
    ["JSON of UTF-16", Buffer.from("{}", "utf16le"), { "content-type": "application/json; charset=utf-16" }],
    ["two types", "{}", { "content-type": "application/json, text/plain" }],
    ["a type that is none", "{}", { "content-type": "application" }],
    ["a form", "name=x", { "content-type": "application/x-www-form-urlencoded" }],
    ["17 MiB", `{"name":"${"x".repeat(17 * 1024 ** 2)}"}`, {}],
    ["a million levels", "[".repeat(1_000_000), {}],
    ["keys of the prototype", '{"__proto__":{"name":"x"},"constructor":{"prototype":{}}}', {}],
  ])("%s", async (_what, payload, headers) => {
    const { status, body } = await post(url, payload, headers as Record<string, string>);
    expect([status >= 400 && status < 500, body.slice(0, 200)]).toEqual([true, expect.any(String)]);
    expect(body.length).toBeLessThan(2_000);
  });
});

describe("a request to the graph whose parts are of other types", () => {
  test.each([
    '{"query": 5}',
    '{"query": {"toString": 1}}',
    '{"query": "{ viewer { id } }", "variables": "x"}',
    '{"query": "{ viewer { id } }", "variables": [1]}',
    '{"query": "{ viewer { id } }", "operationName": {"a": 1}}',
    '{"query": "{ viewer { id } }", "operationName": "none"}',
    '{"query": "{ viewer { id } }", "extensions": "x"}',
    '{"query": "query a { viewer { id } } query a { viewer { id } }", "operationName": "a"}',
    '{"query": "query ($a: Nope) { viewer { id } }"}',
    '{"query": "subscription { runsChanged { id } }"}',
    '{"query": "\\u0000"}',
    '{"query": "{ viewer { id @include(if: 1e999) } }"}',
    '{"query": "{ viewer { __typename @skip } }"}',
  ])("%s", async (payload) => {
    const { status, body } = await post("/graphql", payload);
    expect([status, body.includes("INTERNAL_SERVER_ERROR")]).toEqual([
      expect.toSatisfy((it: number) => it >= 400 && it < 500),
      false,
    ]);
  });

  test("of two keys alike the last counts, as for every reader of JSON", async () => {
    const { body } = await post("/graphql", '{"query": "{ nope }", "query": "{ viewer { email } }"}');
    expect(JSON.parse(body)).toEqual({ data: { viewer: { email: owner.email } } });
  });
});

test("MLflow's keys given twice, or as lists, are refused", async () => {
  for (const query of ["experiment_id=a&experiment_id=b", "experiment_id[]=a", "experiment_id%5B%5D=0", ""]) {
    const response = await api.fastify.inject({
      url: `/api/2.0/mlflow/experiments/get?${query}`,
      headers: { authorization: `Bearer ${owner.token}` },
    });
    expect([query, response.statusCode]).toEqual([query, 400]);
  }
});

/** What the server answers to these very bytes. */
async function answerTo(bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk.toString("latin1");
  });
  // The server may close before all is written.
  socket.on("error", () => undefined);
  socket.write(bytes);
  await once(socket, "close");
  return answer;
}

test.each([
  ["an address of 100 KB", `GET /files/images/${"x".repeat(100_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
  [
    "a thousand headers of 1 KB",
    `GET /healthz HTTP/1.1\r\nHost: a\r\n${`x: ${"y".repeat(1_000)}\r\n`.repeat(1_000)}\r\n`,
  ],
  ["NUL in a header", "GET /healthz HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \0\r\n\r\n"],
  ["two lengths", "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{}"],
  [
    "a length and pieces",
    "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  ],
  ["a length below nothing", "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"],
  ["no host", "GET /healthz HTTP/1.1\r\n\r\n"],
  ["no HTTP", "hello\r\n\r\n"],
])("%s is refused", async (_what, bytes) => {
  expect(await answerTo(bytes)).toMatch(/^HTTP\/1\.1 4\d\d /);
});

test.each(["/%zz", "/files/images/%E0%A4%A", "//", "/files/models/%2e%2e/%2e%2e", "/graphql/../healthz%00"])(
  "the address %s is refused",
  async (path) => {
    const answer = await answerTo(
      `GET ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${owner.token}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  },
);

test("a WebSocket that says what nobody expects is answered or closed, and the next one works", async () => {
  const open = async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, "graphql-transport-ws", {
      headers: { authorization: `Bearer ${owner.token}` },
    });
    await once(socket, "open");
    return socket;
  };
  const said = [
    "no JSON",
    "null",
    "[]",
    '{"type":"subscribe","id":"1"}',
    '{"type":"connection_init","payload":5}',
    `{"type":"connection_init","payload":${"[".repeat(1_000)}${"]".repeat(1_000)}}`,
    '{"type":"__proto__"}',
    "x".repeat(1_100_000),
  ];
  for (const text of said) {
    const socket = await open();
    socket.on("error", () => undefined);
    socket.send(text);
    const outcome = await Promise.race([
      once(socket, "close").then(([code]) => Number(code)),
      once(socket, "message").then(([bytes]) => JSON.parse(String(bytes)).type as string),
    ]);
    // 1011 would be an error of ours.
    expect([text.slice(0, 40), outcome === 1011 || outcome === 4500]).toEqual([text.slice(0, 40), false]);
    socket.terminate();
  }
  for (const payload of [
    '{"query":5}',
    '{"query":"subscription { nope }"}',
    '{"query":"subscription ($id: ID!) { runEvents(runId: $id) { kind } }","variables":{"id":"\\u0000"}}',
    '{"query":"subscription ($id: ID!) { runEvents(runId: $id) { kind } }","variables":{"id":{"toString":1}}}',
    '{"query":"{ viewer { id } }"}',
  ]) {
    const socket = await open();
    const messages: { type: string; payload: { extensions?: { code?: string } }[] }[] = [];
    socket.on("message", (bytes) => messages.push(JSON.parse(String(bytes))));
    socket.send('{"type":"connection_init"}');
    socket.send(`{"type":"subscribe","id":"1","payload":${payload}}`);
    await Promise.race([once(socket, "close"), once(socket, "message").then(() => once(socket, "message"))]);
    const errors = messages.filter(({ type }) => type === "error").flatMap((message) => message.payload);
    expect([payload, errors.map(({ extensions }) => extensions?.code)]).toEqual([
      payload,
      expect.not.arrayContaining(["INTERNAL_SERVER_ERROR"]),
    ]);
    socket.terminate();
  }
  expect((await api.graph(owner, "{ viewer { id } }")).status).toBe(200);
});
