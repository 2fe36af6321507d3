import { builder } from "../graph/builder.ts";

/** Of how many of the newest runs the names are gathered: older names are typed by hand. */
const RUNS_LOOKED_AT = 500;

const SQL = `
WITH newest AS (
  SELECT id, configuration FROM run WHERE project_id = ANY($1::uuid[]) AND archived_at IS NULL ORDER BY id DESC LIMIT ${RUNS_LOOKED_AT}
)
SELECT
  ARRAY(SELECT DISTINCT name FROM metric_series WHERE run_id IN (SELECT id FROM newest) ORDER BY name) AS metrics,
  ARRAY(SELECT DISTINCT key FROM newest, jsonb_object_keys(configuration) AS key ORDER BY key) AS settings`;

interface RunColumnNames {
  readonly metrics: readonly string[];
  readonly settings: readonly string[];
}

const RunColumns = builder.objectRef<RunColumnNames>("RunColumns").implement({
  description: "Names that a table of runs can show, filter and sort by.",
  fields: (t) => ({
    metrics: t.stringList({ resolve: (columns) => columns.metrics }),
    settings: t.stringList({ resolve: (columns) => columns.settings }),
  }),
});

builder.queryField("runColumns", (t) =>
  t.field({
    type: RunColumns,
    description: `Metrics and settings of the viewer's ${RUNS_LOOKED_AT} newest runs.`,
    resolve: async (_root, _args, context) => {
      const projectIds = [...(await context.access.roles()).keys()];
      const { rows } = await context.pool.query<RunColumnNames>(SQL, [projectIds]);
      return rows[0] ?? { metrics: [], settings: [] };
    },
  }),
);
