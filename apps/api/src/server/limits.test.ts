import { newId } from "@maskyard/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeGlobalId, startTestApi, type TestApi, type TestPerson } from "../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
});

afterAll(async () => {
  await api?.close();
});

async function refused(query: string): Promise<string | undefined> {
  const answer = await api.graph(owner, query);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.data).toBeUndefined(); // nothing was executed
  return answer.errors[0]?.extensions.code;
}

/** project > datasets > edges > node > project > …, ending in `name`. */
function nested(depth: number): string {
  const cycle = ["dataset: datasets", "edges", "node", "project"];
  const names = ["projects", ...Array.from({ length: depth - 2 }, (_, index) => cycle[index % 4])];
  const path = names.map((name) => (name === "dataset: datasets" ? "datasets(first: 1)" : name));
  const last = path.at(-1);
  const leaf = last === "edges" ? "cursor" : last?.startsWith("datasets") ? "totalCount" : "name";
  return `{ ${path.join(" { ")} { ${leaf} ${"}".repeat(path.length)} }`;
}

describe("a query that is too much is refused before anything runs", () => {
  test("ten levels are answered, eleven are not", async () => {
    expect(await api.graph(owner, nested(10))).toMatchObject({ status: 200, errors: [] });
    expect(await refused(nested(11))).toBe("QUERY_TOO_DEEP");
  });

  test("depth hidden in fragments counts", async () => {
    const query = `query { projects { ...A } }
      fragment A on Project { datasets(first: 1) { edges { node { project { ...B } } } } }
      fragment B on Project { datasets(first: 1) { edges { node { project { datasets(first: 1) { totalCount } } } } } }`;
    expect(await refused(query)).toBe("QUERY_TOO_DEEP");
  });

  test("fifteen aliases are answered, sixteen are not", async () => {
    const aliases = (count: number) =>
      `{ ${Array.from({ length: count }, (_, index) => `a${index}: viewer { id }`).join(" ")} }`;
    expect(await api.graph(owner, aliases(15))).toMatchObject({ status: 200, errors: [] });
    expect(await refused(aliases(16))).toBe("TOO_MANY_ALIASES");
  });

  test("1,000 tokens are answered, 1,001 are not", async () => {
    const names = (count: number) => `{ runs(status: [${"QUEUED ".repeat(count - 12)}]) { totalCount } }`;
    expect(await api.graph(owner, names(1_000))).toMatchObject({ status: 200, errors: [] });
    expect(await refused(names(1_001))).toBe("GRAPHQL_PARSE_FAILED");
  });

  test("cost: pages within pages", async () => {
    const page = "first: 500";
    const query = `{ datasets(${page}) { edges { node { images(${page}) { edges { node { annotations { id areaPx } } } } } } } }`;
    expect(await refused(query)).toBe("QUERY_TOO_COSTLY");
    // Behind an operation that costs nothing as well.
    const behind = await api.fastify.inject({
      method: "POST",
      url: "/graphql",
      headers: { authorization: `Bearer ${owner.token}` },
      payload: {
        query: `query cheap { viewer { id } } query costly ${query}`,
        operationName: "costly",
      },
    });
    expect(behind.statusCode).toBe(400);
    expect(behind.json().errors).toMatchObject([{ extensions: { code: "QUERY_TOO_COSTLY" } }]);
  });

  test("a page of less than nothing takes nothing from the cost of others", async () => {
    const id = encodeGlobalId("Import", newId());
    const query = `{ less: import(id: "${id}") { ledger { entries(first: -2000000000) { kind } } }
      datasets(first: 500) { edges { node { images(first: 500) { edges { node { annotations { id areaPx } } } } } } } }`;
    expect(await refused(query)).toBe("QUERY_TOO_COSTLY");
  });

  test("a page of 200 images with their polygons is not too much", async () => {
    const query = `{ datasets(first: 1) { edges { node { images(first: 200) { totalCount edges { cursor node {
      id fileName widthPx heightPx thumbnailUrl annotations { id revision isCrowd areaPx origin box { x y width height }
      category { id name color } geometry { kind parts { outer holes } rle { heightPx widthPx counts } } } } } } } } } }`;
    expect(await api.graph(owner, query)).toMatchObject({ status: 200, errors: [] });
  });

  test("several operations in one request", async () => {
    const response = await api.fastify.inject({
      method: "POST",
      url: "/graphql",
      headers: { authorization: `Bearer ${owner.token}` },
      payload: [{ query: "{ viewer { id } }" }, { query: "{ viewer { id } }" }],
    });
    expect(response.statusCode).toBe(400);
  });

  test("a cyclic fragment", async () => {
    expect(await refused("{ projects { ...A } } fragment A on Project { ...A }")).toBe("GRAPHQL_VALIDATION_FAILED");
  });
});

describe("introspection", () => {
  const everything = `{ __schema { types { name fields { name type { kind name ofType { kind name ofType { kind name ofType {
    kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } } } }`;

  test("is for the signed-in, whose tools need its depth", async () => {
    expect(await api.graph(owner, everything)).toMatchObject({ status: 200, errors: [] });
    const answer = await api.graph(null, everything);
    expect(answer).toMatchObject({ status: 401, data: undefined });
    expect((await api.graph(null, `{ __type(name: "User") { name } }`)).status).toBe(401);
  });

  test("does not go round in circles", async () => {
    const query =
      "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }";
    expect((await api.graph(owner, query)).status).toBe(400);
  });
});

describe("only our own pages and JSON", () => {
  test.each(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])(
    "%s is refused",
    async (type) => {
      const response = await api.fastify.inject({
        method: "POST",
        url: "/graphql",
        headers: { authorization: `Bearer ${owner.token}`, "content-type": type },
        payload: '{"query":"{ viewer { id } }"}',
      });
      expect(response.statusCode).toBe(415);
    },
  );

  test("GET runs nothing", async () => {
    const response = await api.fastify.inject({
      url: `/graphql?query=${encodeURIComponent('mutation { createDataset(input: {name: "x"}) { __typename } }')}`,
      headers: { authorization: `Bearer ${owner.token}` },
    });
    expect(response.statusCode).toBe(405);
    expect(await api.services.prisma.dataset.count()).toBe(0);
  });

  test.each([
    ["another site", { origin: "https://evil.example" }],
    ["a sandboxed frame", { origin: "null" }],
    ["another site without Origin", { "sec-fetch-site": "cross-site" }],
    ["a sibling domain", { "sec-fetch-site": "same-site" }],
  ])("a request of %s is refused", async (_who, headers) => {
    for (const url of ["/graphql", "/files/imports?dataset=x", "/api/auth/sign-in/email"]) {
      const response = await api.fastify.inject({ method: "POST", url, headers, payload: {} });
      expect(response.statusCode).toBe(403);
    }
  });

  test("our own page's request is answered", async () => {
    const response = await api.fastify.inject({
      method: "POST",
      url: "/graphql",
      headers: { host: "192.168.1.5:3000", origin: "http://192.168.1.5:3000" },
      payload: { query: "{ viewer { id } }" },
    });
    expect(response.json()).toEqual({ data: { viewer: null } });
  });
});

test("errors carry no SQL, path or token", async () => {
  const answer = await api.graph(owner, `query ($id: ID!) { dataset(id: $id) { name } }`, { id: "not an id" });
  expect(answer.errors[0]).toMatchObject({
    message: expect.stringContaining("is not a valid id"),
    extensions: { code: "INVALID_INPUT" },
  });
  // A broken invariant: a table is not there.
  await api.services.pool.query("ALTER TABLE dataset RENAME TO lost");
  const broken = await api.graph(owner, `query ($name: String) { datasets(name: $name) { totalCount } }`, {
    name: "a",
  });
  await api.services.pool.query("ALTER TABLE lost RENAME TO dataset");
  expect(broken.errors[0]?.extensions.code).toBe("INTERNAL_SERVER_ERROR");
  expect(broken.errors[0]?.message).toMatch(/^Something went wrong on the server \(request [0-9a-f-]{36}\)\.$/);
});

describe("variables that do not fit the operation are the sender's mistake, not the server's", () => {
  const mutation =
    "mutation ($input: CreateRunInput!) { createRun(input: $input) { __typename ... on Error { message } } }";

  test("an input field that is missing, of another type or not known is named", async () => {
    for (const [input, problem] of [
      [{ name: "no experiment" }, /"experiment" of required type "String!" was not provided/],
      [{ experiment: 5 }, /at "input\.experiment"; String cannot represent/],
      [{ experiment: "x", group: "y", colour: "red" }, /"colour" is not defined by type "CreateRunInput"/],
    ] as const) {
      const { status, data, errors } = await api.graph(owner, mutation, { input });
      expect([status, data]).toEqual([400, undefined]);
      expect(errors).toHaveLength(1);
      expect(errors[0]?.message).toMatch(problem);
      expect(errors[0]?.extensions.code).toBe("BAD_USER_INPUT");
    }
  });

  test("a variable that is missing is named", async () => {
    const { status, errors } = await api.graph(owner, mutation, {});
    expect(status).toBe(400);
    expect(errors[0]).toMatchObject({
      message: 'Variable "$input" of required type "CreateRunInput!" was not provided.',
      extensions: { code: "BAD_USER_INPUT" },
    });
  });
});
