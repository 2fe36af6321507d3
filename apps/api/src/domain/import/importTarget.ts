import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { firstEditableProject } from "../access/firstEditableProject.ts";
import { memberOf } from "../access/memberOf.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { createDataset } from "../dataset/createDataset.ts";
import { InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";
import { decodeGlobalId } from "../ids/globalId.ts";

/** Where an import goes: a dataset that is there, or the name of one that will be made. */
export type ImportTarget = { readonly datasetId: string } | { readonly newName: string };

/** Finds the dataset by id or name, among those the actor may edit. A name nobody has yet is a new dataset's. */
export async function findImportTarget(services: Services, actor: Actor, idOrName: string): Promise<ImportTarget> {
  const access = new ProjectAccess(services.prisma, actor);
  const id = datasetIdOf(idOrName);
  if (id !== null) {
    const dataset = await services.prisma.dataset.findUnique({ where: { id } });
    await access.requireRole(dataset?.projectId, "EDITOR", "dataset");
    return { datasetId: id };
  }
  const named = await services.prisma.dataset.findMany({ where: { name: idOrName, project: memberOf(actor) } });
  const [first, second] = named;
  if (second !== undefined) {
    throw new InvalidInputError(
      `${named.length} of your projects have a dataset "${idOrName}". Use its id instead.`,
      "dataset",
    );
  }
  if (first === undefined) {
    await firstEditableProject(services, actor); // refuses before the upload and not after it
    return { newName: idOrName };
  }
  await access.requireRole(first.projectId, "EDITOR", "dataset");
  return { datasetId: first.id };
}

export async function datasetOfTarget(services: Services, actor: Actor, target: ImportTarget): Promise<string> {
  return "datasetId" in target ? target.datasetId : (await createDataset(services, actor, { name: target.newName })).id;
}

function datasetIdOf(idOrName: string): string | null {
  try {
    const { typename, id } = decodeGlobalId(idOrName);
    if (typename !== "Dataset") {
      throw new NotFoundError("There is no such dataset.");
    }
    return id;
  } catch (error) {
    if (error instanceof InvalidInputError) {
      return null; // no id: a name
    }
    throw error;
  }
}
