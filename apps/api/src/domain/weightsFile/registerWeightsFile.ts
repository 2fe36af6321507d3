import { isAbsolute, normalize } from "node:path/posix";
import type { StoredBlob } from "@maskyard/store";
import type { WeightsFile } from "@maskyard/store/prisma";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { firstEditableProject } from "../access/firstEditableProject.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import { isUniqueViolation } from "../errors/isUniqueViolation.ts";
import { parseInput } from "../errors/parseInput.ts";

export const weightsFileName = z
  .string("Name the weights: name=NAME.")
  .trim()
  .min(1, "Give the weights a name.")
  .max(200, "A name has at most 200 characters.");

const inputSchema = z.object({
  projectId: z.string().nullish(),
  name: weightsFileName,
  trainerPath: z
    .string()
    .trim()
    .min(1, "Give the file's path in the trainers' folder of weights.")
    .max(1_000)
    .refine(
      (path) => !isAbsolute(path) && !normalize(path).startsWith("..") && !/[\\\0]/.test(path),
      'The path is one within the trainers\' folder of weights, for example "coco/maskrcnn_resnet50_fpn.pth".',
    )
    .transform((path) => normalize(path)),
});

/** Names a file that the trainers read from their own folder; whether it is there, a trainer finds out. */
export async function registerWeightsFile(services: Services, actor: Actor, input: unknown): Promise<WeightsFile> {
  const { projectId, name, trainerPath } = parseInput(inputSchema, input);
  const project = await projectForWeights(services, actor, projectId);
  return createWeightsFile(services, actor, { projectId: project, name, trainerPath });
}

/** The project named, or the first the actor may edit. */
export async function projectForWeights(
  services: Services,
  actor: Actor,
  projectId: string | null | undefined,
): Promise<string> {
  const project = projectId ?? (await firstEditableProject(services, actor));
  await new ProjectAccess(services.prisma, actor).requireRole(project, "EDITOR", "project");
  return project;
}

/** The row of a file that is in its place. Throws {@link ConflictError} when the name is taken. */
export async function createWeightsFile(
  services: Services,
  actor: Actor,
  file: { readonly projectId: string; readonly name: string } & (
    | { readonly trainerPath: string }
    | { readonly blob: StoredBlob }
  ),
): Promise<WeightsFile> {
  const place =
    "blob" in file ? { blobSha256: file.blob.sha256, bytes: file.blob.bytes } : { trainerPath: file.trainerPath };
  try {
    return await services.prisma.weightsFile.create({
      data: { projectId: file.projectId, name: file.name, authorId: actor.userId, ...place },
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(file.name);
    throw error;
  }
}

export function nameTaken(name: string): ConflictError {
  return new ConflictError(`The project already has weights "${name}". Choose another name.`);
}
