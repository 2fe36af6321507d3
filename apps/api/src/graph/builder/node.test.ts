import { newId } from "@maskyard/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";
import { schema } from "../schema.ts";

let api: TestApi;
let owner: TestPerson;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
});
afterAll(async () => {
  await api?.close();
});

const node = (id: string) => api.graph(owner, "query ($id: ID!) { node(id: $id) { __typename id } }", { id });

const nodeTypes = schema.getPossibleTypes(schema.getType("Node") as never).map(({ name }) => name);

test.each([...nodeTypes, "Nope", "Query", "CreateRunInput", "Node", "constructor", "__proto__"])(
  "a well-formed id of nothing, of the type %s, gives null",
  async (type) => {
    const answer = await node(encodeGlobalId(type, newId()));
    // "__proto__" is no name of a type: that id is malformed.
    if (type === "__proto__") expect(answer.errors[0]?.extensions.code).toBe("INVALID_INPUT");
    else expect(answer).toMatchObject({ status: 200, data: { node: null }, errors: [] });
  },
);

test.each([
  "",
  "x",
  "Run:1",
  encodeGlobalId("Run", 1),
  encodeGlobalId("Run", "null"),
  "%00",
  "🦊",
  "A".repeat(100_000),
])("a malformed id (%#) is refused as such", async (id) => {
  const answer = await node(id);
  expect(answer.data).toEqual({ node: null });
  expect(answer.errors).toMatchObject([{ extensions: { code: "INVALID_INPUT" } }]);
  expect(answer.errors[0]?.message.length).toBeLessThan(200);
});

test("a malformed id in an argument that a query's cost depends on is the client's mistake too", async () => {
  for (const id of ["none", encodeGlobalId("Prediction", newId())]) {
    const answer = await api.graph(
      owner,
      "query ($id: ID) { datasets(first: 1) { edges { node { images(filter: {splitId: $id}) { totalCount } } } } }",
      { id },
    );
    expect([id, answer.status, answer.errors[0]?.extensions.code]).toEqual([id, 400, "INVALID_INPUT"]);
  }
});
