import { CliError } from "../errors/CliError.ts";
import type { GraphClient } from "./GraphClient.ts";
import { globalIdType } from "./globalIdType.ts";
import { graphql } from "./graphql.ts";

const MODELS = graphql`query RegisteredModelsByName($name: String) {
  registeredModels(name: $name, archived: null) {
    id name url project { slug }
    latestVersion { number }
    aliases { name version { number } }
    versions { id number sha256 bytes archived url }
  }
}`;

export interface FoundModel {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly project: { readonly slug: string };
  readonly latestVersion: { readonly number: number } | null;
  readonly aliases: readonly { readonly name: string; readonly version: { readonly number: number } }[];
  readonly versions: readonly FoundModelVersion[];
}

export interface FoundModelVersion {
  readonly id: string;
  readonly number: number;
  readonly sha256: string;
  readonly bytes: number;
  readonly archived: boolean;
  readonly url: string;
}

/** A registered model by its name or id. */
export async function findModel(client: GraphClient, nameOrId: string): Promise<FoundModel> {
  const byId = globalIdType(nameOrId) === "RegisteredModel";
  const { registeredModels } = await client.request<{ registeredModels: FoundModel[] }>(MODELS, {
    name: byId ? null : nameOrId,
  });
  const [first, second] = byId ? registeredModels.filter(({ id }) => id === nameOrId) : registeredModels;
  if (!first) {
    throw new CliError(
      "NOT_FOUND",
      `There is no model ${JSON.stringify(nameOrId)}. maskyard models list shows all models.`,
    );
  }
  if (second) {
    const slugs = registeredModels.map(({ project }) => project.slug).join(", ");
    throw new CliError(
      "AMBIGUOUS",
      `More than one project has a model ${JSON.stringify(nameOrId)} (${slugs}). Give the id, which maskyard models list --json shows.`,
    );
  }
  return first;
}

/** "NAME@production", "NAME@3", "NAME@v3", "NAME@latest"; a name alone means the newest version that is not archived. */
export async function findModelVersion(
  client: GraphClient,
  reference: string,
): Promise<{ readonly model: FoundModel; readonly version: FoundModelVersion }> {
  const [, name = reference, which = "latest"] = /^(.+)@([^@]+)$/.exec(reference) ?? [];
  const model = await findModel(client, name);
  const number = numberOf(model, which);
  const version = model.versions.find((candidate) => candidate.number === number);
  if (version) return { model, version };
  const known = [...model.aliases.map((alias) => alias.name), ...model.versions.map((one) => String(one.number))];
  throw new CliError(
    "NOT_FOUND",
    `The model ${JSON.stringify(model.name)} has no version or alias ${JSON.stringify(which)}. It has ${known.join(", ") || "no versions yet"}.`,
  );
}

function numberOf(model: FoundModel, which: string): number | undefined {
  const number = /^v?(\d{1,9})$/.exec(which)?.[1];
  if (number !== undefined) return Number(number);
  if (which === "latest") return model.latestVersion?.number;
  return model.aliases.find(({ name }) => name === which)?.version.number;
}
