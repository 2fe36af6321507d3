import type { Dataset } from "@maskyard/store/prisma";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { firstEditableProject } from "../access/firstEditableProject.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import { isUniqueViolation } from "../errors/isUniqueViolation.ts";
import { parseInput } from "../errors/parseInput.ts";
import { withoutControls } from "../errors/withoutControls.ts";

export const datasetNameSchema = withoutControls(
  z.string().trim().min(1, "Give the dataset a name.").max(200, "A name has at most 200 characters."),
);

export const datasetDescriptionSchema = z.string().max(10_000, "A description has at most 10,000 characters.");

const inputSchema = z.object({
  projectId: z.string().nullish(),
  name: datasetNameSchema,
  description: datasetDescriptionSchema.nullish(),
});

/** A new, empty dataset in the project, or in the first project the actor may edit when none is named. */
export async function createDataset(services: Services, actor: Actor, input: unknown): Promise<Dataset> {
  const { projectId, name, description } = parseInput(inputSchema, input);
  const project = projectId ?? (await firstEditableProject(services, actor));
  await new ProjectAccess(services.prisma, actor).requireRole(project, "EDITOR", "project");
  try {
    return await services.prisma.dataset.create({ data: { projectId: project, name, description: description ?? "" } });
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new ConflictError(`The project already has a dataset "${name}". Choose another name.`);
    }
    throw error;
  }
}
