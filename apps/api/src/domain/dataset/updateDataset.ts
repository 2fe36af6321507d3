import type { Dataset } from "@maskyard/store/prisma";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import { isUniqueViolation } from "../errors/isUniqueViolation.ts";
import { parseInput } from "../errors/parseInput.ts";
import { datasetDescriptionSchema, datasetNameSchema } from "./createDataset.ts";

const inputSchema = z.object({
  id: z.string(),
  name: datasetNameSchema.nullish(),
  description: datasetDescriptionSchema.nullish(),
});

/** Gives a dataset another name or description; what is absent stays. Runs, snapshots and addresses know it by its id and stay as they are. */
export async function updateDataset(services: Services, actor: Actor, input: unknown): Promise<Dataset> {
  const { id, name, description } = parseInput(inputSchema, input);
  const dataset = await services.prisma.dataset.findUnique({ where: { id } });
  await new ProjectAccess(services.prisma, actor).requireRole(dataset?.projectId, "EDITOR", "dataset");
  try {
    return await services.prisma.dataset.update({
      where: { id },
      data: { ...(name == null ? {} : { name }), ...(description == null ? {} : { description }) },
    });
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new ConflictError(`The project already has a dataset "${name}". Choose another name.`);
    }
    throw error;
  }
}
