import { filterSql } from "../runFilter/filterSql.ts";
import type { RunSql } from "../runFilter/RunSql.ts";
import type { RunFilterRead } from "../runFilter/runFilter.ts";
import { conditionSql, type RunCondition } from "./runColumns.ts";
import { groupingSql, type RunGroupMember } from "./runGrouping.ts";

export interface RunFilter {
  readonly projectId?: string | undefined;
  readonly datasetId?: string | undefined;
  readonly experimentId?: string | undefined;
  readonly sweepId?: string | undefined;
  readonly group?: string | undefined;
  readonly status?: readonly string[] | undefined;
  readonly search?: string | undefined;
  readonly archived?: boolean | undefined;
  /** Only what this user marked. */
  readonly favouriteOf?: string | undefined;
  readonly where?: readonly RunCondition[] | undefined;
  /** In the language of filters. */
  readonly filter?: RunFilterRead | undefined;
  /** Only the runs of one group of a grouping. */
  readonly memberOf?: RunGroupMember | undefined;
}

/** Conditions on `run`; `projectIds` are those the actor is a member of. */
export function runFilterSql(sql: RunSql, projectIds: readonly string[], filter: RunFilter): string {
  const parts = [`run.project_id = ANY(${sql.parameter(projectIds)}::uuid[])`];
  if (filter.archived !== undefined) {
    parts.push(`run.archived_at IS ${filter.archived ? "NOT " : ""}NULL`);
  }
  if (filter.projectId !== undefined) {
    parts.push(`run.project_id = ${sql.parameter(filter.projectId)}::uuid`);
  }
  if (filter.datasetId !== undefined) {
    parts.push(`run.dataset_id = ${sql.parameter(filter.datasetId)}::uuid`);
  }
  if (filter.experimentId !== undefined) {
    parts.push(`run.experiment_id = ${sql.parameter(filter.experimentId)}::uuid`);
  }
  if (filter.sweepId !== undefined) {
    parts.push(`run.sweep_id = ${sql.parameter(filter.sweepId)}::uuid`);
  }
  if (filter.group !== undefined) {
    parts.push(`run.run_group = ${sql.parameter(filter.group)}`);
  }
  if (filter.status !== undefined && filter.status.length > 0) {
    parts.push(`run.status::text = ANY(${sql.parameter(filter.status)}::text[])`);
  }
  if (filter.favouriteOf !== undefined) {
    const user = sql.parameter(filter.favouriteOf);
    parts.push(`EXISTS (SELECT 1 FROM run_favourite WHERE run_id = run.id AND user_id = ${user})`);
  }
  if (filter.search !== undefined && filter.search.trim() !== "") {
    const pattern = sql.parameter(`%${filter.search.trim().replace(/[\\%_]/g, "\\$&")}%`);
    const columns = ["run.name", "run.notes", "run.number::text", "run.run_group", "array_to_string(run.tags, ' ')"];
    parts.push(`(${columns.map((column) => `${column} ILIKE ${pattern}`).join(" OR ")})`);
  }
  for (const condition of filter.where ?? []) {
    parts.push(conditionSql(sql, condition));
  }
  if (filter.filter !== undefined) {
    parts.push(filterSql(sql, filter.filter));
  }
  if (filter.memberOf !== undefined) {
    const { by, key } = filter.memberOf;
    const value = groupingSql(sql, by);
    parts.push(key == null ? `${value} IS NULL` : `${value} = ${sql.parameter(key)}::text`);
  }
  return parts.join(" AND ");
}
