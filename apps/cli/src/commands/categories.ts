import type { Command } from "commander";
import { CliError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findDataset } from "../server/findDataset.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { graphql } from "../server/graphql.ts";

const CATEGORIES = graphql`query Categories($id: ID!) {
  dataset(id: $id) { categories { id name color position annotationCount imageCount } }
}`;
const UPDATE = graphql`mutation UpdateCategory($input: UpdateCategoryInput!) {
  updateCategory(input: $input) { ${ERROR_FIELDS} ... on UpdateCategorySuccess { data { id name color } } }
}`;
const MERGE = graphql`mutation MergeCategories($input: MergeCategoriesInput!) {
  mergeCategories(input: $input) { ${ERROR_FIELDS} ... on MergeCategoriesSuccess { data { annotationCount category { id name } } } }
}`;
const DELETE = graphql`mutation DeleteCategory($input: DeleteCategoryInput!) {
  deleteCategory(input: $input) { ${ERROR_FIELDS} ... on DeleteCategorySuccess { data } }
}`;

interface Category {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly position: number;
  readonly annotationCount: number;
  readonly imageCount: number;
}

interface Merged {
  readonly annotationCount: number;
  readonly category: { readonly id: string; readonly name: string };
}

export function registerCategories(program: Command): void {
  const categories = addCommand(program, "categories <dataset>", "a dataset's classes; rename, color, merge and delete")
    // Options after "merge" are merge's own.
    .enablePositionalOptions()
    .action(list);
  addCommand(categories, "rename <dataset> <category> <name>", "call a class otherwise").action(
    (dataset: string, category: string, name: string, options: CommonOptions) =>
      update(dataset, category, { name }, options),
  );
  addCommand(categories, "color <dataset> <category> <color>", "draw a class in another colour, #rrggbb").action(
    (dataset: string, category: string, color: string, options: CommonOptions) =>
      update(dataset, category, { color }, options),
  );
  addCommand(categories, "merge <dataset> <from> <into>", "give the annotations of one class another one").action(
    merge,
  );
  addCommand(categories, "delete <dataset> <category>", "take away a class that no annotation has").action(remove);
}

async function read(client: GraphClient, reference: string): Promise<{ name: string; categories: Category[] }> {
  const { id, name } = await findDataset(client, reference);
  const { dataset } = await client.request<{ dataset: { categories: Category[] } | null }>(CATEGORIES, { id });
  return { name, categories: dataset?.categories ?? [] };
}

async function find(client: GraphClient, reference: string, category: string): Promise<Category> {
  const { name, categories } = await read(client, reference);
  const found = categories.find((one) => one.name === category || one.id === category);
  if (found === undefined) {
    const names = categories.map((one) => JSON.stringify(one.name)).join(", ");
    throw new CliError("NOT_FOUND", `"${name}" has no class ${JSON.stringify(category)}. It has ${names || "none"}.`);
  }
  return found;
}

async function list(reference: string, options: CommonOptions): Promise<void> {
  const { name, categories } = await read(await connect(), reference);
  if (options.json) return printJson(categories);
  if (categories.length === 0) return printLine(`"${name}" has no classes yet.`);
  printTable(
    ["CLASS", "COLOUR", "ANNOTATIONS", "IMAGES"],
    categories.map((one) => [one.name, one.color, one.annotationCount, one.imageCount]),
  );
}

async function update(
  reference: string,
  category: string,
  change: { readonly name: string } | { readonly color: string },
  options: CommonOptions,
): Promise<void> {
  const client = await connect();
  const { id } = await find(client, reference, category);
  const result = await client.request<{ updateCategory: MutationResult<Pick<Category, "id" | "name" | "color">> }>(
    UPDATE,
    { input: { id, ...change } },
  );
  const updated = dataOf(result.updateCategory);
  if (options.json) return printJson(updated);
  printLine(
    "name" in change
      ? `"${category}" is now "${updated.name}".`
      : `"${updated.name}" now has the colour ${updated.color}.`,
  );
}

async function merge(reference: string, from: string, into: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const [fromId, intoId] = [(await find(client, reference, from)).id, (await find(client, reference, into)).id];
  const result = await client.request<{ mergeCategories: MutationResult<Merged> }>(MERGE, {
    input: { fromId, intoId },
  });
  const { annotationCount, category } = dataOf(result.mergeCategories);
  if (options.json) return printJson({ annotations: annotationCount, category });
  printLine(`${annotationCount} annotations are now "${category.name}", and "${from}" was deleted.`);
}

async function remove(reference: string, category: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const { id, name } = await find(client, reference, category);
  dataOf((await client.request<{ deleteCategory: MutationResult<string> }>(DELETE, { input: { id } })).deleteCategory);
  if (options.json) return printJson({ id, name });
  printLine(`"${name}" was deleted.`);
}
