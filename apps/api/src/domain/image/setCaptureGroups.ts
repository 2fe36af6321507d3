import { fileNamePattern } from "@maskyard/annotations";
import { inTransaction, LIVE_IMAGE_SQL } from "@maskyard/store";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { parseInput } from "../errors/parseInput.ts";
import { fileNamePatternSchema } from "../split/splitGrouping.ts";

const inputSchema = z.object({ datasetId: z.string(), fileNamePattern: fileNamePatternSchema.nullish() });

export interface CaptureGroups {
  readonly groups: number;
  /** Images that are in a group now. */
  readonly images: number;
}

const SET_SQL = `
UPDATE image SET capture_group = wanted.capture_group
FROM unnest($1::uuid[], $2::text[]) AS wanted(id, capture_group)
WHERE image.id = wanted.id AND image.capture_group IS DISTINCT FROM wanted.capture_group`;

/** Gives every image of a dataset the capture group its file name tells; without a pattern takes all groups away. */
export async function setCaptureGroups(services: Services, actor: Actor, input: unknown): Promise<CaptureGroups> {
  const { datasetId, fileNamePattern: pattern } = parseInput(inputSchema, input);
  const dataset = await services.prisma.dataset.findUnique({ where: { id: datasetId } });
  await new ProjectAccess(services.prisma, actor).requireRole(dataset?.projectId, "EDITOR", "dataset");
  const groupOf = pattern == null ? () => null : fileNamePattern(pattern);
  return inTransaction(services.pool, async (client) => {
    const { rows } = await client.query<{ id: string; fileName: string }>(
      `SELECT id, file_name AS "fileName" FROM image WHERE dataset_id = $1 AND ${LIVE_IMAGE_SQL} ORDER BY id`,
      [datasetId],
    );
    const groups = rows.map((row) => groupOf(row.fileName));
    await client.query(SET_SQL, [rows.map((row) => row.id), groups]);
    const named = groups.filter((group) => group !== null);
    return { groups: new Set(named).size, images: named.length };
  });
}
