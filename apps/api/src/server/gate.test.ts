import { createDatabase } from "@maskyard/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi, type TestPerson } from "../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
});
afterAll(async () => {
  await api?.close();
});

async function call(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, input: object | string) {
  const response = await api.fastify.inject({
    method,
    url: `/api/2.0/mlflow/${path}`,
    headers: { authorization: `Bearer ${owner.token}`, "content-type": "application/json" },
    ...(method === "GET" ? { query: input as Record<string, string> } : { payload: input }),
  });
  return { status: response.statusCode, body: response.json() };
}

async function newRun(): Promise<string> {
  return (await call("POST", "runs/create", {})).body.run.info.run_id;
}

describe("the graph", () => {
  const datasets = "query ($name: String) { datasets(name: $name) { totalCount } }";

  test.each([
    ["NUL", "a\u0000b", /name holds a NUL character/],
    ["half a surrogate pair", "a\uD83D", /name holds half of a surrogate pair/],
  ])("refuses %s in a variable, and says where", async (_what, name, problem) => {
    const { status, data, errors } = await api.graph(owner, datasets, { name });
    expect([status, data]).toEqual([400, undefined]);
    expect(errors).toMatchObject([{ extensions: { code: "INVALID_INPUT", field: "name" } }]);
    expect(errors[0]?.message).toMatch(problem);
  });

  test("refuses it written out in the document too", async () => {
    const { status, errors } = await api.graph(owner, '{ datasets(name: "a\\u0000") { totalCount } }');
    expect(status).toBe(400);
    expect(errors[0]?.message).toMatch(/in line 1, column 18, holds a NUL/);
  });

  test("refuses numbers and nesting that jsonb cannot keep, with their place", async () => {
    const create = async (configuration: string) => {
      const response = await api.fastify.inject({
        method: "POST",
        url: "/graphql",
        headers: { authorization: `Bearer ${owner.token}`, "content-type": "application/json" },
        payload: `{"query": "mutation ($c: JSON) { createRun(input: {experiment: \\"x\\", configuration: $c}) { __typename } }",
          "variables": {"c": ${configuration}}}`,
      });
      return [response.statusCode, response.json().errors?.[0]?.message ?? response.json().data.createRun.__typename];
    };
    expect(await create('{"lr": 1e999}')).toEqual([400, expect.stringMatching(/at c\.lr is a number beyond/)]);
    expect(await create(`{"a": ${"[".repeat(5_000)}${"]".repeat(5_000)}}`)).toEqual([
      400,
      expect.stringMatching(/nested more than 64 levels/),
    ]);
    expect(await create('{"lr": 1e308, "odd": "\\u0001 👩‍🚀 \\u202E", "-": -0}')).toEqual([200, "CreateRunSuccess"]);
  });

  test.each(["1", "Nov 2026", "0000-01-01T00:00:00Z", "+275760-09-13T00:00:00Z", "2026-13-01T00:00:00Z", 5])(
    "%j is no DateTime",
    async (expiresAt) => {
      const { status, errors } = await api.graph(
        owner,
        'mutation ($e: DateTime) { createApiToken(input: {name: "t", expiresAt: $e}) { __typename } }',
        { e: expiresAt },
      );
      expect([status, errors[0]?.extensions.code]).toEqual([400, "BAD_USER_INPUT"]);
    },
  );

  test("names have no line breaks", async () => {
    const { data } = await api.graph(
      owner,
      "mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { ... on Error { message } } }",
      { input: { name: "two\nlines" } },
    );
    expect(data.createDataset.message).toBe("A name has no line breaks or control characters.");
  });

  test("a value is never quoted in full", async () => {
    const { status, errors } = await api.graph(owner, datasets, { name: ["x".repeat(500_000)] });
    expect(status).toBe(400);
    expect(errors[0]?.message).toMatch(/String cannot represent/);
    expect(errors[0]?.message.length).toBeLessThan(700);
  });
});

describe("MLflow's API", () => {
  test.each([
    ["LIKE on a metric", { filter: "metrics.loss LIKE '%a%'" }, /LIKE compares texts, and loss is a number/],
    ["IN on a metric", { filter: "metrics.loss IN ('1')" }, /IN compares texts/],
    ["a time that is none", { filter: "attributes.`Start Time` > 'yesterday'" }, /where a number is expected/],
    ["a page token beyond all pages", { page_token: Buffer.from("1e300").toString("base64url") }, /page_token/],
    ["a page token beyond 2^53", { page_token: Buffer.from("9007199254740993").toString("base64url") }, /page_token/],
    ["a column called as what every object has", { filter: "constructor.x = 'a'" }, /no attribute/],
    ["a thousand orders", { order_by: Array.from({ length: 1_000 }, () => "metrics.loss") }, /at most 20 columns/],
    [
      "a thousand conditions",
      { filter: Array.from({ length: 500 }, () => "metrics.a < 1").join(" AND ") },
      /at most 100/,
    ],
    ["a number that is an object", { max_results: { toString: 1 } }, /whole number/],
    ["NUL", { filter: "params.a = 'x\u0000'" }, /filter holds a NUL/],
  ])("%s is the client's mistake, which it does not try again", async (_what, search, message) => {
    const { status, body } = await call("POST", "runs/search", { experiment_ids: ["0"], ...search });
    expect([status, body.error_code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect(body.message).toMatch(message);
  });

  test.each([
    ["toString", { key: "m", value: "toString" }],
    ["an object without a text", { key: "m", value: { toString: 1, valueOf: 1 } }],
    ["a step that is an object", { key: "m", value: 1, step: { valueOf: 1 } }],
    ["an empty time", { key: "m", value: 1, timestamp: "" }],
    ["an id that is an object", { key: "m", value: 1, run_id: { toString: 1 } }],
  ])("a metric with %s is refused", async (_what, metric) => {
    const run_id = await newRun();
    expect((await call("POST", "runs/log-metric", { run_id, ...metric })).status).toBe(400);
  });

  test("45 metrics with names of 218 characters in one call are taken, and told of", async () => {
    const run_id = await newRun();
    const metrics = Array.from({ length: 45 }, (_, index) => ({
      key: `${index}`.padEnd(218, "x"),
      value: index,
      timestamp: 1_700_000_000_000,
      step: 0,
    }));
    expect((await call("POST", "runs/log-batch", { run_id, metrics })).status).toBe(200);
    // Once more with series that are known, which is another statement.
    const next = metrics.map((metric) => ({ ...metric, step: 1 }));
    expect((await call("POST", "runs/log-batch", { run_id, metrics: next })).status).toBe(200);
    const { body } = await call("GET", "runs/get", { run_id });
    expect(body.run.data.metrics).toHaveLength(45);
  });

  test("% many times over takes no time", async () => {
    await call("POST", "experiments/create", { name: "a".repeat(400) });
    const filter = `name LIKE '${"%a".repeat(150)}b'`;
    const { status, body } = await call("POST", "experiments/search", { filter });
    expect([status, body.experiments]).toEqual([200, []]);
  });

  test("tags that many set at the same time are all kept", async () => {
    const { experiment_id } = (await call("POST", "experiments/create", { name: "tags" })).body;
    const run_id = (await call("POST", "runs/create", { experiment_id })).body.run.info.run_id;
    await api.fastify.inject({
      method: "PUT",
      url: `/api/2.0/mlflow-artifacts/artifacts/${experiment_id}/${run_id}/artifacts/model/weights`,
      headers: { authorization: `Bearer ${owner.token}`, "content-type": "application/octet-stream" },
      payload: Buffer.from("weights"),
    });
    await call("POST", "registered-models/create", { name: "tagged" });
    const source = `runs:/${run_id}/model`;
    expect((await call("POST", "model-versions/create", { name: "tagged", source })).status).toBe(200);
    const logged = (await call("POST", "logged-models", { experiment_id, source_run_id: run_id, name: "m" })).body;
    const model_id = logged.model.info.model_id;
    const numbers = Array.from({ length: 12 }, (_, index) => `k${index}`);
    const setters: Record<string, (key: string) => ReturnType<typeof call>> = {
      experiment: (key) => call("POST", "experiments/set-experiment-tag", { experiment_id, key, value: key }),
      run: (key) => call("POST", "runs/set-tag", { run_id, key, value: key }),
      parameter: (key) => call("POST", "runs/log-parameter", { run_id, key, value: key }),
      registered: (key) => call("POST", "registered-models/set-tag", { name: "tagged", key, value: key }),
      version: (key) => call("POST", "model-versions/set-tag", { name: "tagged", version: "1", key, value: key }),
      logged: (key) => call("PATCH", `logged-models/${model_id}/tags`, { tags: [{ key, value: key }] }),
      datasets: (key) =>
        call("POST", "runs/log-inputs", { run_id, datasets: [{ dataset: { name: key, digest: "1" }, tags: [] }] }),
    };
    for (const set of Object.values(setters)) {
      const answers = await Promise.all(numbers.map(set));
      expect(answers.map(({ status }) => status)).toEqual(numbers.map(() => 200));
    }
    const run = (await call("GET", "runs/get", { run_id })).body.run;
    const keysOf = (pairs: { key: string }[]) => pairs.map(({ key }) => key).filter((key) => numbers.includes(key));
    const found: Record<string, string[]> = {
      experiment: keysOf((await call("GET", "experiments/get", { experiment_id })).body.experiment.tags),
      run: keysOf(run.data.tags),
      parameter: keysOf(run.data.params),
      registered: keysOf((await call("GET", "registered-models/get", { name: "tagged" })).body.registered_model.tags),
      version: keysOf(
        (await call("GET", "model-versions/get", { name: "tagged", version: "1" })).body.model_version.tags,
      ),
      logged: keysOf((await call("GET", `logged-models/${model_id}`, {})).body.model.info.tags),
      datasets: run.inputs.dataset_inputs.map(({ dataset }: { dataset: { name: string } }) => dataset.name),
    };
    for (const [what, keys] of Object.entries(found)) expect([what, keys.sort()]).toEqual([what, [...numbers].sort()]);
    // Taking some away at once leaves the others.
    const odd = numbers.filter((_, index) => index % 2 === 1);
    await Promise.all(
      odd.flatMap((key) => [
        call("POST", "experiments/delete-experiment-tag", { experiment_id, key }),
        call("DELETE", "model-versions/delete-tag", { name: "tagged", version: "1", key }),
      ]),
    );
    const even = numbers.filter((key) => !odd.includes(key)).sort();
    expect(keysOf((await call("GET", "experiments/get", { experiment_id })).body.experiment.tags).sort()).toEqual(even);
    const version = await call("GET", "model-versions/get", { name: "tagged", version: "1" });
    expect(keysOf(version.body.model_version.tags).sort()).toEqual(even);
  });
});

describe("other routes", () => {
  test.each([
    "/files/models/a%00/1",
    "/files/images/%00",
    "/files/runs?format=%00",
    "/files/uploads/%00",
    "/api/2.0/mlflow/runs/get?run_id=%00",
  ])("%s is refused", async (url) => {
    const response = await api.fastify.inject({ url, headers: { authorization: `Bearer ${owner.token}` } });
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
    expect(response.statusCode).toBeLessThan(500);
  });

  test("signing in with NUL is refused", async () => {
    for (const payload of [
      '{"email":"a\\u0000@example.org","password":"x"}',
      '{"email":"a\\uD800","password":"x"}',
      "{",
    ]) {
      const response = await api.fastify.inject({
        method: "POST",
        url: "/api/auth/sign-in/email",
        headers: { "content-type": "application/json" },
        payload,
      });
      expect([payload, response.statusCode]).toEqual([payload, 400]);
    }
  });
});

test("what the database itself refuses is the client's mistake too, wherever it comes up", async () => {
  const database = createDatabase(api.databaseUrl);
  const { databaseRefusal } = await import("../domain/errors/databaseRefusal.ts");
  const failures = [
    () => database.pool.query("SELECT $1::text", ["a\0b"]),
    () => database.pool.query("SELECT '1e999'::float8"),
    () => database.pool.query("SELECT $1::jsonb", ['"\\u0000"']),
    () => database.pool.query("SELECT $1::jsonb", ["[".repeat(100_000)]),
    () => database.pool.query("SELECT pg_notify('run_event', repeat('x', 9000))"),
    () => database.prisma.dataset.findMany({ where: { name: "a\0b" } }),
    () => database.prisma.run.findMany({ where: { number: 2 ** 31 } }),
  ];
  try {
    for (const fail of failures) {
      const error = await fail().then(
        () => new Error("expected the database to refuse this"),
        (thrown: Error) => thrown,
      );
      expect([fail.toString(), databaseRefusal(error)?.code]).toEqual([fail.toString(), "INVALID_INPUT"]);
    }
    expect(databaseRefusal(new Error("any other"))).toBeNull();
  } finally {
    await database.close();
  }
});
