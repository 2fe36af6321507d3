import type { Prisma } from "@maskyard/store/prisma";
import { ConflictError } from "../errors/expectedErrors.ts";
import type { Services } from "../services.ts";

/**
 * Throws {@link ConflictError} when a version of a registered model is one of these checkpoints: its weights would be left without
 * the run, snapshot and images they come from.
 */
export async function refuseIfRegistered(
  services: Pick<Services, "prisma">,
  checkpoints: Prisma.CheckpointWhereInput,
  consequence: string,
): Promise<void> {
  const version = await services.prisma.modelVersion.findFirst({
    where: { checkpoint: checkpoints },
    select: {
      number: true,
      model: { select: { name: true } },
      checkpoint: { select: { run: { select: { number: true } } } },
    },
    orderBy: { id: "asc" },
  });
  if (version === null) {
    return;
  }
  throw new ConflictError(
    `Run #${version.checkpoint.run.number} trained version ${version.number} of the registered model "${version.model.name}"; an owner has to delete that version first. ${consequence}`,
  );
}
