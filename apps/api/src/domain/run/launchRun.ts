import type { RequestServices, Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import { insertRun } from "./insertRun.ts";
import { launchInputSchema, launchOverrides } from "./launchInput.ts";
import { prepareLaunch, requireDatasetToTrainOn } from "./prepareLaunch.ts";
import { resolveRunConfiguration } from "./resolveRunConfiguration.ts";

/**
 * Puts a run into the queue: configuration resolved, and the snapshot found, or made of the dataset as it is now.
 * Returns the run's id. Throws {@link InvalidInputError} for what a person can put right.
 */
export async function launchRun(services: RequestServices, actor: Actor, input: unknown): Promise<string> {
  const values = parseInput(launchInputSchema, input);
  const dataset = await requireDatasetToTrainOn(services, actor, values);
  const { preset, configuration } = resolveRunConfiguration(values.recipe, values.preset, launchOverrides(values));
  return insertRun(services, {
    ...(await prepareLaunch(services, actor, { dataset, values, seed: configuration.seed })),
    name: (number) => values.name || `${dataset.name} ${preset} ${number}`,
    group: values.group,
    notes: values.notes,
    tags: values.tags,
    clonedFromId: await requireClonedRun(services, values.clonedFromId, dataset.projectId),
    preset,
    configuration,
  });
}

/** The run that a launch repeats with changes; only one of the same project is named. Throws {@link InvalidInputError} for any other. */
async function requireClonedRun(
  services: Services,
  id: string | null | undefined,
  projectId: string,
): Promise<string | undefined> {
  if (id == null) return undefined;
  const run = await services.prisma.run.findFirst({ where: { id, projectId }, select: { id: true } });
  if (run === null) throw new InvalidInputError("The project has no such run to clone.", "clonedFromId");
  return run.id;
}
