import { newId } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { firstEditableProject } from "../access/firstEditableProject.ts";
import { ProjectAccess } from "../access/projectAccess.ts";

const SQL = `
INSERT INTO experiment (id, project_id, name, updated_at) VALUES ($1, $2, $3, clock_timestamp())
ON CONFLICT (project_id, name) DO UPDATE SET archived_at = NULL
RETURNING id, project_id AS "projectId"`;

/** The experiment of that name in the project, or in the first one the actor may edit; made when there is none. */
export async function findOrCreateExperiment(
  services: Services,
  actor: Actor,
  { projectId, name }: { readonly projectId?: string | null | undefined; readonly name: string },
): Promise<{ id: string; projectId: string }> {
  const project = projectId ?? (await firstEditableProject(services, actor));
  await new ProjectAccess(services.prisma, actor).requireRole(project, "EDITOR", "project");
  const { rows } = await services.pool.query<{ id: string; projectId: string }>(SQL, [newId(), project, name]);
  const [experiment] = rows;
  if (experiment === undefined) {
    throw new Error("findOrCreateExperiment: expected a row, got none");
  }
  return experiment;
}
