import type { Prisma } from "@maskyard/store/prisma";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { memberOf } from "../access/memberOf.ts";
import { InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";
import { LATEST } from "./modelNames.ts";

/**
 * The version that `reference` names of a model: "3" or "v3", an alias, or "latest" (the newest that is not archived). Throws
 * {@link NotFoundError}, and {@link InvalidInputError} where the name alone leaves open whose model it is.
 */
export async function findModelVersion(
  services: Pick<Services, "prisma">,
  actor: Actor,
  wanted: { readonly name: string; readonly reference: string; readonly projectId?: string | undefined },
) {
  const { name, reference, projectId } = wanted;
  const models = await services.prisma.registeredModel.findMany({
    where: { name, project: memberOf(actor), ...(projectId === undefined ? {} : { projectId }) },
    select: { id: true },
    take: 2,
  });
  if (models.length > 1) {
    throw new InvalidInputError(
      `More than one of your projects has a model "${name}". Add project=ID to say which.`,
      "project",
    );
  }
  const version =
    models[0] === undefined
      ? null
      : await services.prisma.modelVersion.findFirst({
          where: { modelId: models[0].id, ...whereReference(reference) },
          orderBy: { number: "desc" },
          include: { model: { select: { name: true } } },
        });
  if (version === null) {
    throw new NotFoundError(`There is no model "${name}" with a version or alias "${reference}".`);
  }
  return version;
}

function whereReference(reference: string): Prisma.ModelVersionWhereInput {
  const number = /^v?(\d{1,9})$/.exec(reference)?.[1];
  if (number !== undefined) return { number: Number(number) };
  return reference === LATEST ? { archivedAt: null } : { aliases: { some: { name: reference } } };
}
