import { InvalidInputError } from "../errors/expectedErrors.ts";
import { builder } from "../graph/builder.ts";
import type { RunSql } from "../runFilter/RunSql.ts";

/** What of a run groups it, as text; NULL where it has none. */
const PROPERTIES = {
  GROUP: "run.run_group",
  EXPERIMENT: "(SELECT name FROM experiment WHERE experiment.id = run.experiment_id)",
  DATASET: "(SELECT name FROM dataset WHERE dataset.id = run.dataset_id)",
  STATUS: "run.status::text",
  RECIPE: "run.recipe::text",
} as const;

export const RunGroupProperty = builder.enumType("RunGroupProperty", {
  values: Object.keys(PROPERTIES) as (keyof typeof PROPERTIES)[],
});

export const RunGroupingInput = builder.inputType("RunGroupingInput", {
  description: "One of the two: a property of the run, or the value of a setting.",
  fields: (t) => ({ property: t.field({ type: RunGroupProperty }), setting: t.string() }),
});

export const RunGroupMemberInput = builder.inputType("RunGroupMemberInput", {
  fields: (t) => ({
    by: t.field({ type: RunGroupingInput, required: true }),
    key: t.string({ description: "null: the runs that have no value there." }),
  }),
});

export interface RunGrouping {
  readonly property?: keyof typeof PROPERTIES | null | undefined;
  readonly setting?: string | null | undefined;
}

export interface RunGroupMember {
  readonly by: RunGrouping;
  readonly key?: string | null | undefined;
}

/** What runs are grouped by, as text. Throws {@link InvalidInputError} for a grouping that is none, or both. */
export function groupingSql(sql: RunSql, { property, setting }: RunGrouping): string {
  if ((property == null) === (setting == null)) {
    throw new InvalidInputError("Runs are grouped by a property or by a setting, one of the two.", "by");
  }
  return property == null ? sql.settingText(setting ?? "") : PROPERTIES[property];
}
