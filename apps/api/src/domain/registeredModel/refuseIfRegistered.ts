import type { Prisma } from "@maskyard/store/prisma";
import type { Services } from "../../services.ts";
import { ConflictError } from "../errors/expectedErrors.ts";

/**
 * Throws {@link ConflictError} when a version of a registered model comes from one of these runs: it would be left without the run,
 * snapshot and images it comes from.
 */
export async function refuseIfRegistered(
  services: Pick<Services, "prisma">,
  run: Prisma.RunWhereInput,
  consequence: string,
): Promise<void> {
  const version = await services.prisma.modelVersion.findFirst({
    where: { run },
    select: { number: true, model: { select: { name: true } }, run: { select: { number: true } } },
    orderBy: { id: "asc" },
  });
  if (version === null) {
    return;
  }
  throw new ConflictError(
    `Version ${version.number} of the registered model "${version.model.name}" comes from run #${version.run.number}. An owner has to delete that version first. ${consequence}`,
  );
}
