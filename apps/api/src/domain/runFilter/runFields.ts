/** What a run has of itself, beside its settings, metrics and tags: what tables and filters call it, and where it stands in the database. */
export type RunFieldName = keyof typeof RUN_FIELDS;

export type RunFieldSource =
  /** A column of text, or an expression that gives text. */
  | { readonly type: "text"; readonly sql: string }
  /** One of a few words; `sqlType` is the enum's. */
  | { readonly type: "choice"; readonly sql: string; readonly sqlType: string; readonly choices: readonly string[] }
  | { readonly type: "number"; readonly sql: string; readonly isWhole: boolean }
  | { readonly type: "time"; readonly sql: string }
  /** Seconds until `now`, a time of SQL, while it lasts. */
  | { readonly type: "duration"; readonly sqlAt: (now: string) => string }
  /** A list of texts, never NULL. */
  | { readonly type: "list"; readonly sql: string }
  /** The name of what `sql` is the id of: looked up there once, so that the index on the id serves. */
  | { readonly type: "named"; readonly sql: string; readonly table: string; readonly idType: "uuid" | "text" };

const named = (sql: string, table: string, idType: "uuid" | "text" = "uuid") =>
  ({ type: "named", sql, table, idType }) as const;

/** What the job that trains the run says; NULL for a run of somebody's own program. */
const ofJob = <Column extends string>(column: Column) =>
  `(SELECT job.${column} FROM job WHERE job.id = run.job_id)` as const;

/** In the order of a menu. */
export const RUN_FIELDS = {
  name: { type: "text", sql: "run.name" },
  number: { type: "number", sql: "run.number", isWhole: true },
  status: {
    type: "choice",
    sql: "run.status",
    sqlType: "run_status",
    choices: ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"],
  },
  created: { type: "time", sql: "run.created_at" },
  started: { type: "time", sql: "run.started_at" },
  finished: { type: "time", sql: "run.finished_at" },
  duration: {
    type: "duration",
    sqlAt: (now) => `extract(epoch FROM coalesce(run.finished_at, ${now}) - run.started_at)::float8`,
  },
  step: { type: "number", sql: "run.step", isWhole: true },
  epoch: { type: "number", sql: "run.epoch", isWhole: true },
  bestValue: { type: "number", sql: "run.best_value", isWhole: false },
  group: { type: "text", sql: "run.run_group" },
  tags: { type: "list", sql: "run.tags" },
  notes: { type: "text", sql: "run.notes" },
  dataset: named("run.dataset_id", "dataset"),
  experiment: named("run.experiment_id", "experiment"),
  recipe: { type: "choice", sql: "run.recipe", sqlType: "recipe", choices: ["MININET", "TRANSFER"] },
  preset: { type: "text", sql: "run.preset" },
  source: { type: "choice", sql: "run.source", sqlType: "run_source", choices: ["TRAINER", "EXTERNAL"] },
  trainer: named(ofJob("trainer_id"), "trainer"),
  user: named("run.created_by_id", '"user"', "text"),
  priority: { type: "number", sql: `coalesce(${ofJob("priority")}, 0)`, isWhole: true },
  attempt: { type: "number", sql: `coalesce(${ofJob("attempt")}, 0)`, isWhole: true },
} as const satisfies Readonly<Record<string, RunFieldSource>>;

export const RUN_FIELD_NAMES = Object.keys(RUN_FIELDS) as readonly RunFieldName[];

/** What W&B, MLflow and the graph call them; in small letters. */
const ALIASES: Readonly<Record<string, RunFieldName>> = {
  run_name: "name",
  displayname: "name",
  state: "status",
  createdat: "created",
  created_at: "created",
  startedat: "started",
  start_time: "started",
  finishedat: "finished",
  end_time: "finished",
  tag: "tags",
  best_value: "bestValue",
  user_id: "user",
  username: "user",
  createdby: "user",
};

/** A field that holds text, as text; null for one that holds numbers or times. */
export function fieldTextSql(field: RunFieldName): string | null {
  const source: RunFieldSource = RUN_FIELDS[field];
  switch (source.type) {
    case "text":
      return source.sql;
    case "choice":
      return `${source.sql}::text`;
    case "list":
      return `nullif(array_to_string(${source.sql}, ', '), '')`;
    case "named":
      return `(SELECT name FROM ${source.table} WHERE ${source.table}.id = ${source.sql})`;
    default:
      return null;
  }
}

/** Letters may be large or small. */
export function findRunField(name: string): RunFieldName | null {
  const lower = name.toLowerCase();
  return RUN_FIELD_NAMES.find((field) => field.toLowerCase() === lower) ?? ALIASES[lower] ?? null;
}

/** Words of W&B and MLflow for what a run's status is. */
const STATUS_ALIASES: Readonly<Record<string, string>> = {
  finished: "SUCCEEDED",
  crashed: "FAILED",
  killed: "CANCELLED",
  canceled: "CANCELLED",
  scheduled: "QUEUED",
  pending: "QUEUED",
};

/** The choice that the text names, or null. */
export function findChoice(field: RunFieldName, text: string): string | null {
  const source: RunFieldSource = RUN_FIELDS[field];
  if (source.type !== "choice") return null;
  const choice = source.choices.find((one) => one.toLowerCase() === text.toLowerCase());
  return choice ?? (field === "status" ? (STATUS_ALIASES[text.toLowerCase()] ?? null) : null);
}
