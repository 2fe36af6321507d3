import type { Snapshot } from "@maskyard/store/prisma";
import { z } from "zod";
import type { RequestServices } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import { makeSnapshot } from "./makeSnapshot.ts";

const inputSchema = z.object({ datasetId: z.string(), splitId: z.string().nullish() });

/** The snapshot of a dataset as it is now, with the split's subsets where one is named; content frozen before gives the same one. */
export async function freezeDataset(services: RequestServices, actor: Actor, input: unknown): Promise<Snapshot> {
  const { datasetId, splitId } = parseInput(inputSchema, input);
  const dataset = await services.prisma.dataset.findUnique({ where: { id: datasetId } });
  await new ProjectAccess(services.prisma, actor).requireRole(dataset?.projectId, "EDITOR", "dataset");
  if (splitId != null && (await services.prisma.split.findFirst({ where: { id: splitId, datasetId } })) === null) {
    throw new InvalidInputError("This split does not belong to the dataset.", "splitId");
  }
  const { snapshotId } = await makeSnapshot(services, { datasetId, splitId: splitId ?? null });
  return services.prisma.snapshot.findUniqueOrThrow({ where: { id: snapshotId } });
}
