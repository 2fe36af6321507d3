import { inTransaction } from "@maskyard/store";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import { VERSION_TAGS_MAX, versionNotes, versionTags } from "./modelNames.ts";
import { requireUnaliased } from "./requireUnaliased.ts";

const inputSchema = z.object({
  id: z.string(),
  notes: versionNotes.nullish(),
  tags: versionTags.nullish(),
  addTags: versionTags.nullish(),
  removeTags: versionTags.nullish(),
  archived: z.boolean().nullish(),
});

const UPDATE_SQL = `
UPDATE model_version SET
  notes = coalesce($2::text, notes),
  tags = ARRAY(
    SELECT DISTINCT tag FROM unnest(coalesce($3::text[], tags) || coalesce($5::text[], '{}')) AS tag WHERE tag <> ALL(coalesce($6::text[], '{}')) ORDER BY tag
  ),
  archived_at = CASE WHEN $4::boolean THEN coalesce(archived_at, clock_timestamp()) WHEN NOT $4 THEN NULL ELSE archived_at END
WHERE id = $1 RETURNING cardinality(tags) AS count`;

/** Notes, tags and archive; what is absent stays. Throws {@link ConflictError} when an alias points at a version that is to be archived. */
export async function updateModelVersion(services: Services, actor: Actor, input: unknown): Promise<void> {
  const { id, notes, tags, addTags, removeTags, archived } = parseInput(inputSchema, input);
  const version = await services.prisma.modelVersion.findUnique({ where: { id }, include: { model: true } });
  await new ProjectAccess(services.prisma, actor).requireRole(version?.model.projectId, "EDITOR", "model version");
  await inTransaction(services.pool, async (client) => {
    if (archived) await requireUnaliased(client, id, "archived");
    const { rows } = await client.query<{ count: number }>(UPDATE_SQL, [
      id,
      notes ?? null,
      tags ?? null,
      archived ?? null,
      addTags ?? null,
      removeTags ?? null,
    ]);
    const [updated] = rows;
    if (updated === undefined) throw new ConflictError("The version has been deleted in the meantime.");
    if (updated.count > VERSION_TAGS_MAX) {
      throw new InvalidInputError(`A version has at most ${VERSION_TAGS_MAX} tags.`, "addTags");
    }
  });
}
