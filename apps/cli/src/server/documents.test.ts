import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { expect, it } from "vitest";
import "../createProgram.ts";
import { allDocuments } from "./graphql.ts";

const schema = buildSchema(readFileSync(new URL("../../../api/schema.graphql", import.meta.url), "utf8"));

it("asks the server only for what its schema has", () => {
  expect(allDocuments().length).toBeGreaterThan(15);
  for (const document of allDocuments()) {
    expect(
      validate(schema, parse(document)).map((error) => error.message),
      document,
    ).toEqual([]);
  }
});
