import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { RunSql } from "../../domain/runFilter/RunSql.ts";
import { mlflowId, rowIdOf } from "./ids.ts";
import { runStatusOf } from "./runStatus.ts";
import { type FilterCondition, type FilterKind, parseFilter, parseOrder } from "./searchFilter.ts";

export interface RunSearch {
  readonly experimentIds: readonly string[];
  readonly filter: string;
  readonly orderBy: readonly string[];
  readonly viewType: "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";
  readonly offset: number;
  readonly limit: number;
}

const archived = {
  ACTIVE_ONLY: ["run.archived_at IS NULL"],
  DELETED_ONLY: ["run.archived_at IS NOT NULL"],
  ALL: [],
} as const;

const milliseconds = (column: string): string => `(extract(epoch FROM ${column}) * 1000)`;

/** Ids of the runs that MLflow's filter selects, in its order; without one the newest start first. */
export function searchRunsSql(search: RunSearch): { text: string; values: unknown[] } {
  const sql = new RunSql();
  const conditions: string[] = [
    `run.experiment_id = ANY(${sql.parameter(search.experimentIds)}::uuid[])`,
    ...archived[search.viewType],
    ...parseFilter(search.filter).map((condition) => conditionSql(sql, condition)),
  ];
  const orders = search.orderBy.map(parseOrder).map(({ kind, key, descending }) => {
    return `${valueSql(sql, kind, key)} ${descending ? "DESC" : "ASC"} NULLS LAST`;
  });
  const [limit, offset] = [sql.parameter(search.limit), sql.parameter(search.offset)];
  return {
    text: `SELECT run.id FROM ${sql.from()} WHERE ${conditions.join(" AND ")}
      ORDER BY ${[...orders, "run.started_at DESC", "run.id DESC"].join(", ")} LIMIT ${limit} OFFSET ${offset}`,
    values: sql.values,
  };
}

function valueSql(sql: RunSql, kind: FilterKind, key: string): string {
  switch (kind) {
    case "metric":
      return sql.series(key, "last");
    case "param":
      return sql.settingText(key);
    case "tag":
      return key === "mlflow.runName" ? "run.name" : sql.attributeText(key);
    case "attribute":
      return attributeSql(key);
  }
}

function attributeSql(key: string): string {
  switch (key.replaceAll(" ", "_").toLowerCase()) {
    case "status":
      return "run.status::text";
    case "start_time":
    case "created":
      return milliseconds("run.started_at");
    case "end_time":
      return milliseconds("run.finished_at");
    case "run_name":
    case "name":
      return "run.name";
    case "run_id":
    case "run_uuid":
      return "replace(run.id::text, '-', '')";
    case "user_id":
      return `(run.attributes->>'mlflow.user')`;
    default:
      throw new InvalidInputError(
        `Runs have no attribute ${key}; those to search by are status, start_time, end_time, run_name, run_id and user_id.`,
        "filter",
      );
  }
}

function conditionSql(sql: RunSql, { kind, key, comparator, value }: FilterCondition): string {
  const column = valueSql(sql, kind, key);
  const ownValue = (given: number | string): number | string => {
    if (kind !== "attribute" || typeof given === "number") {
      return given;
    }
    if (key === "status") {
      return runStatusOf(given.toUpperCase()) ?? given;
    }
    return key === "run_id" || key === "run_uuid" ? mlflowId(rowIdOf(given, "run")) : given;
  };
  if (typeof value === "object") {
    const list = `${sql.parameter(value.map(ownValue))}::text[]`;
    return comparator === "IN" ? `${column} = ANY(${list})` : `${column} <> ALL(${list})`;
  }
  const type = typeof value === "number" ? "float8" : "text";
  // The comparator is one of a closed list that the filter's reader knows.
  return `${column} ${comparator === "!=" ? "<>" : comparator} ${sql.parameter(ownValue(value))}::${type}`;
}
