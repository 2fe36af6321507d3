import type { Services } from "../../services.ts";
import { AlreadyExistsError, NotFoundError } from "../errors/expectedErrors.ts";
import { isUniqueViolation } from "../errors/isUniqueViolation.ts";

/** Throws {@link AlreadyExistsError} when the project has another experiment of that name. */
export async function renameExperiment({ prisma }: Pick<Services, "prisma">, id: string, name: string): Promise<void> {
  try {
    const { count } = await prisma.experiment.updateMany({ where: { id }, data: { name } });
    if (count === 0) throw new NotFoundError("There is no such experiment.");
  } catch (error) {
    throw isUniqueViolation(error)
      ? new AlreadyExistsError("The project has an experiment of that name already.")
      : error;
  }
}
