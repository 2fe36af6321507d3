import type { RequestServices } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { Problems } from "../errors/Problems.ts";
import { parseInput } from "../errors/parseInput.ts";
import { insertRun } from "./insertRun.ts";
import { launchInputSchema, launchOverrides } from "./launchInput.ts";
import { findLaunchReferences, prepareLaunch, requireDatasetToTrainOn } from "./prepareLaunch.ts";
import { resolveRunConfiguration } from "./resolveRunConfiguration.ts";

const settingsSchema = launchInputSchema.pick({ recipe: true, preset: true, configuration: true, seed: true });

/**
 * Puts a run into the queue: configuration resolved, and the snapshot found, or made of the dataset as it is now.
 * Returns the run's id. Throws {@link InvalidInputError} for what a person can put right, all of it at once but for what only the images tell.
 */
export async function launchRun(services: RequestServices, actor: Actor, input: unknown): Promise<string> {
  const problems = new Problems();
  const values = await problems.of(() => parseInput(launchInputSchema, input));
  const resolved = await problems.of(() => settingsOf(input));
  const dataset = values && (await problems.of(() => requireDatasetToTrainOn(services, actor, values)));
  const references = values && dataset && (await findLaunchReferences(services, actor, dataset, values, problems));
  problems.throwIfAny();
  if (!values || !resolved || !dataset || !references) throw new Error("launchRun: something is missing unsaid");
  const { preset, configuration } = resolved;
  return insertRun(services, {
    ...(await prepareLaunch(services, actor, { dataset, values, references, seed: configuration.seed })),
    name: (number) => values.name || `${dataset.name} ${preset} ${number}`,
    group: values.group,
    preset,
    configuration,
  });
}

/** Null where they are not even settings, of which `launchInputSchema` tells. */
function settingsOf(input: unknown): ReturnType<typeof resolveRunConfiguration> | null {
  const { data } = settingsSchema.safeParse(input);
  return data === undefined ? null : resolveRunConfiguration(data.recipe, data.preset, launchOverrides(data));
}
