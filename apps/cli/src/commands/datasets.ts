import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { graphql } from "../server/graphql.ts";
import { type Page, readAllPages } from "../server/readAllPages.ts";
import { registerDatasetsDelete } from "./datasetsDelete.ts";

const DATASETS = graphql`query Datasets($after: String) {
  datasets(first: 100, after: $after) {
    edges { node { id name description createdAt imageCount annotationCount categories { name } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface DatasetNode {
  id: string;
  name: string;
  description: string;
  createdAt: string;
  imageCount: number;
  annotationCount: number;
  categories: { name: string }[];
}

export function registerDatasets(program: Command): void {
  const datasets = addCommand(program, "datasets", "list the datasets you may see")
    .option("--filter <text>", "only those whose name contains the text")
    // Options after "delete" are delete's own.
    .enablePositionalOptions()
    .action(listDatasets);
  registerDatasetsDelete(datasets);
}

async function listDatasets(options: CommonOptions & { filter?: string }): Promise<void> {
  const client = await connect();
  const all = await readAllPages((after) =>
    client.request<{ datasets: Page<DatasetNode> }>(DATASETS, { after }).then(({ datasets }) => datasets),
  );
  const wanted = options.filter?.toLowerCase();
  const datasets = all
    .filter(({ name }) => wanted === undefined || name.toLowerCase().includes(wanted))
    .map(({ categories, ...dataset }) => ({ ...dataset, categories: categories.map(({ name }) => name) }));
  if (options.json) return printJson(datasets);
  printTable(
    ["NAME", "IMAGES", "ANNOTATIONS", "CATEGORIES", "ID"],
    datasets.map((dataset) => [
      dataset.name,
      dataset.imageCount,
      dataset.annotationCount,
      dataset.categories.length,
      dataset.id,
    ]),
  );
}
