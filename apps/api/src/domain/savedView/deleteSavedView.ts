import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { NotFoundError } from "../errors/expectedErrors.ts";

/** Deletes a view of the actor's own. */
export async function deleteSavedView(
  { prisma }: Pick<Services, "prisma">,
  { userId }: Actor,
  id: string,
): Promise<void> {
  const { count } = await prisma.savedView.deleteMany({ where: { id, userId } });
  if (count === 0) throw new NotFoundError("You have no such view.");
}
