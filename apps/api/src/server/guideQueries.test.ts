import { readdirSync, readFileSync } from "node:fs";
import { parse, validate } from "graphql";
import { expect, test } from "vitest";
import { schema } from "../graph/schema.ts";
import { graphiqlPage } from "./graphiqlPage.ts";
import { guideQueriesOf, readGuideQueries } from "./guideQueries.ts";

const guide = new URL("../../../../docs/guide/", import.meta.url);
const pages = readdirSync(guide).filter((name) => name.endsWith(".md"));
const queries = pages.flatMap((page) =>
  guideQueriesOf(readFileSync(new URL(page, guide), "utf8")).map(({ title, text }) => [page, title, text] as const),
);

test.each(queries)("%s, %s: the schema takes it", (_page, title, text) => {
  expect(title).not.toBe("");
  // Operations without a name stand alone in a request, and one after the other in the guide.
  const document = parse(text);
  for (const definition of document.definitions) {
    expect(validate(schema, { ...document, definitions: [definition] }).map(({ message }) => message)).toEqual([]);
  }
});

test("a query's title is the heading before it", () => {
  expect(guideQueriesOf("# A\n\n```graphql\n{ a }\n```\n\n```sh\nls\n```\n## B\n```graphql\n{\n  b\n}\n```\n")).toEqual(
    [
      { title: "A", text: "{ a }" },
      { title: "B", text: "{\n  b\n}" },
    ],
  );
});

test("GraphiQL offers the guide's queries and loads nothing from elsewhere", async () => {
  const { html, contentSecurityPolicy } = await graphiqlPage();
  const offered = (await readGuideQueries()).map(({ title }) => title);
  expect(offered.length).toBeGreaterThan(5);
  // The page has 9 MB: a failure names what is missing and does not print it.
  expect(offered.filter((title) => !html.includes(`>${title.replaceAll("'", "&#39;")}</option>`))).toEqual([]);
  expect(/<(script|link|img)[^>]+(src|href)="https?:/.exec(html)?.[0]).toBeUndefined();
  expect(contentSecurityPolicy).toContain("default-src 'none'");
  expect(contentSecurityPolicy).not.toContain("http");
});
