import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { isUniqueViolation } from "../errors/isUniqueViolation.ts";
import { parseInput } from "../errors/parseInput.ts";
import { modelDescription, modelNameTaken } from "./createRegisteredModel.ts";
import { modelName } from "./modelNames.ts";

const inputSchema = z.object({
  id: z.string(),
  name: modelName.nullish(),
  description: modelDescription.nullish(),
  archived: z.boolean().nullish(),
});

/** Name, description and archive; what is absent stays. An archived model's versions and aliases go on to answer. */
export async function updateRegisteredModel(services: Services, actor: Actor, input: unknown): Promise<void> {
  const { id, name, description, archived } = parseInput(inputSchema, input);
  const model = await services.prisma.registeredModel.findUnique({ where: { id } });
  await new ProjectAccess(services.prisma, actor).requireRole(model?.projectId, "EDITOR", "model");
  try {
    await services.prisma.$transaction([
      services.prisma.registeredModel.update({
        where: { id },
        data: {
          ...(name == null ? {} : { name }),
          ...(description == null ? {} : { description }),
          ...(archived === false ? { archivedAt: null } : {}),
        },
      }),
      // One that is archived already keeps since when.
      ...(archived
        ? [
            services.prisma.registeredModel.updateMany({
              where: { id, archivedAt: null },
              data: { archivedAt: new Date() },
            }),
          ]
        : []),
    ]);
  } catch (error) {
    if (isUniqueViolation(error)) throw modelNameTaken(name ?? "");
    throw error;
  }
}
