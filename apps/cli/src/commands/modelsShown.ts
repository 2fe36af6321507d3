import type { CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { findModel } from "../server/findModelVersion.ts";
import { graphql } from "../server/graphql.ts";

const LIST = graphql`query RegisteredModels($archived: Boolean!) {
  registeredModels(archived: $archived) {
    id name description archived project { name slug } latestVersion { number createdAt } aliases { name version { number } } url
  }
}`;

const SHOW = graphql`query RegisteredModel($id: ID!) {
  registeredModel(id: $id) {
    id name description archived url
    aliases { name version { number } movedAt movedBy { email } }
    aliasMoves { alias fromVersion toVersion movedAt movedBy { email } }
    versions {
      id number aliases tags attributes notes archived sha256 bytes createdAt createdBy { email } url artifactPath
      run { id number name source snapshot { id hash imageCount annotationCount dataset { id name } } }
      checkpoint { id step epoch evaluation { metrics } }
    }
  }
}`;

interface AliasNode {
  readonly name: string;
  readonly version: { readonly number: number };
}

interface ListedModel {
  readonly name: string;
  readonly project: { readonly slug: string };
  readonly latestVersion: { readonly number: number } | null;
  readonly aliases: readonly AliasNode[];
}

interface ShownModel {
  readonly name: string;
  readonly description: string;
  readonly aliases: readonly AliasNode[];
  readonly aliasMoves: readonly {
    readonly alias: string;
    readonly fromVersion: number | null;
    readonly toVersion: number | null;
    readonly movedAt: string;
    readonly movedBy: { readonly email: string } | null;
  }[];
  readonly versions: readonly {
    readonly number: number;
    readonly aliases: readonly string[];
    readonly tags: readonly string[];
    readonly archived: boolean;
    readonly notes: string;
    readonly artifactPath: string | null;
    readonly run: {
      readonly number: number;
      readonly snapshot: { readonly hash: string; readonly dataset: { readonly name: string } } | null;
    };
    readonly checkpoint: {
      readonly step: number;
      readonly evaluation: { readonly metrics: { readonly segm?: { readonly AP?: number } } } | null;
    } | null;
  }[];
}

export async function listModels(options: CommonOptions & { readonly archived?: true }): Promise<void> {
  const client = await connect();
  const { registeredModels } = await client.request<{ registeredModels: ListedModel[] }>(LIST, {
    archived: options.archived ?? false,
  });
  if (options.json) return printJson(registeredModels);
  printTable(
    ["NAME", "LATEST", "ALIASES", "PROJECT"],
    registeredModels.map(({ name, latestVersion, aliases, project }) => [
      name,
      latestVersion?.number ?? "",
      aliases.map((alias) => `${alias.name}=${alias.version.number}`).join(" "),
      project.slug,
    ]),
  );
}

export async function showModel(nameOrId: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const { id } = await findModel(client, nameOrId);
  const { registeredModel } = await client.request<{ registeredModel: ShownModel }>(SHOW, { id });
  if (options.json) return printJson(registeredModel);
  if (registeredModel.description !== "") printLine(registeredModel.description);
  printTable(
    ["VERSION", "ALIASES", "TAGS", "RUN", "MADE OF", "MASK AP", "DATASET", "SNAPSHOT", "NOTES"],
    registeredModel.versions.map(({ number, aliases, tags, archived, notes, run, checkpoint, artifactPath }) => [
      number,
      aliases.join(" "),
      [...tags, ...(archived ? ["(archived)"] : [])].join(" "),
      `#${run.number}`,
      checkpoint ? `step ${checkpoint.step}` : artifactPath,
      averagePrecision(checkpoint?.evaluation?.metrics.segm?.AP),
      run.snapshot?.dataset.name ?? "",
      run.snapshot?.hash.slice(0, 12) ?? "",
      firstLine(notes),
    ]),
  );
  if (registeredModel.aliasMoves.length === 0) return;
  printLine("");
  printTable(
    ["ALIAS", "FROM", "TO", "BY", "AT"],
    registeredModel.aliasMoves.map((move) => [
      move.alias,
      move.fromVersion ?? "",
      move.toVersion ?? "",
      move.movedBy?.email ?? "",
      move.movedAt,
    ]),
  );
}

/** For a table; --json has all. */
function firstLine(notes: string): string {
  const [line = ""] = notes.split("\n", 1);
  return line.length > 60 || line.length < notes.length ? `${line.slice(0, 59)}…` : line;
}

/** -1 where there was nothing to find. */
function averagePrecision(value: number | undefined): string {
  return value === undefined || value < 0 ? "" : value.toFixed(3);
}
