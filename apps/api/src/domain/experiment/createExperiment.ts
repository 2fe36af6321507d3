import { newId } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { firstEditableProject } from "../access/firstEditableProject.ts";
import { AlreadyExistsError } from "../errors/expectedErrors.ts";
import { isUniqueViolation } from "../errors/isUniqueViolation.ts";

/** A new experiment in the first project that the actor may edit; returns its id. Throws {@link AlreadyExistsError} when the project has one of that name. */
export async function createExperiment(
  services: Services,
  actor: Actor,
  { name, attributes }: { readonly name: string; readonly attributes: Readonly<Record<string, string>> },
): Promise<string> {
  const projectId = await firstEditableProject(services, actor);
  try {
    const { id } = await services.prisma.experiment.create({ data: { id: newId(), projectId, name, attributes } });
    return id;
  } catch (error) {
    throw isUniqueViolation(error) ? new AlreadyExistsError(`Experiment '${name}' already exists.`) : error;
  }
}
