import type { RegisteredModel } from "@maskyard/store/prisma";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { firstEditableProject } from "../access/firstEditableProject.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import { isUniqueViolation } from "../errors/isUniqueViolation.ts";
import { parseInput } from "../errors/parseInput.ts";
import { modelName } from "./modelNames.ts";

export const modelDescription = z.string().max(10_000, "A description has at most 10,000 characters.");

const inputSchema = z.object({
  projectId: z.string().nullish(),
  name: modelName,
  description: modelDescription.nullish(),
  attributes: z.record(z.string(), z.string()).nullish(),
});

/** A name for versions to come, in the project or in the first one that the actor may edit. */
export async function createRegisteredModel(
  services: Services,
  actor: Actor,
  input: unknown,
): Promise<RegisteredModel> {
  const { projectId, name, description, attributes } = parseInput(inputSchema, input);
  const project = projectId ?? (await firstEditableProject(services, actor));
  await new ProjectAccess(services.prisma, actor).requireRole(project, "EDITOR", "project");
  try {
    return await services.prisma.registeredModel.create({
      data: {
        projectId: project,
        name,
        description: description ?? "",
        attributes: attributes ?? {},
        createdById: actor.userId,
      },
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw modelNameTaken(name);
    throw error;
  }
}

export function modelNameTaken(name: string): ConflictError {
  return new ConflictError(
    `The project already has a model "${name}". Register a version of it, or choose another name.`,
  );
}
