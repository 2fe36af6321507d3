import { InvalidInputError } from "../errors/expectedErrors.ts";
import type { RunSql } from "../runFilter/RunSql.ts";

/** What of a run groups it, as text; NULL where it has none. */
export const RUN_GROUP_PROPERTIES = {
  GROUP: "run.run_group",
  EXPERIMENT: "(SELECT name FROM experiment WHERE experiment.id = run.experiment_id)",
  DATASET: "(SELECT name FROM dataset WHERE dataset.id = run.dataset_id)",
  STATUS: "run.status::text",
  RECIPE: "run.recipe::text",
} as const;

export interface RunGrouping {
  readonly property?: keyof typeof RUN_GROUP_PROPERTIES | null | undefined;
  readonly setting?: string | null | undefined;
}

export interface RunGroupMember {
  readonly by: RunGrouping;
  readonly key?: string | null | undefined;
}

/** What runs are grouped by, as text. Throws {@link InvalidInputError} for a grouping that is none, or both. */
export function groupingSql(sql: RunSql, { property, setting }: RunGrouping): string {
  if ((property == null) === (setting == null)) {
    throw new InvalidInputError("Group runs by either a property or a setting.", "by");
  }
  return property == null ? sql.settingText(setting ?? "") : RUN_GROUP_PROPERTIES[property];
}
