/** What a run is filtered and sorted by beside its own columns. */
export type SeriesFigure = "last" | "min" | "max";

const figureColumns: Readonly<Record<SeriesFigure, string>> = {
  last: "last_value",
  min: "min_value",
  max: "max_value",
};

/**
 * A statement over runs as it is put together: parameters, and one join for each series that is filtered or sorted by, which Postgres reads by the
 * series' name at once for all runs. Names of series and settings are parameters always; nothing of a user's becomes SQL.
 */
export class RunSql {
  readonly values: unknown[] = [];
  readonly #joins = new Map<string, string>();

  /** The parameter's place, `$n`. */
  parameter(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** A figure of a series as a number; NULL where the run has none, or where it is not a number. */
  series(name: string, figure: SeriesFigure): string {
    const column = `${this.#aliasOf(name)}.${figureColumns[figure]}`;
    return `nullif(${column}, 'NaN')`;
  }

  /**
   * A setting as text; NULL where the run has none. One within an object is named with dots (`aug.jitter`), which may also be part of a name: what MLflow's
   * clients log is flat.
   */
  settingText(key: string): string {
    const places = settingPaths(key).map((path) =>
      path.length === 1
        ? `run.configuration->>${this.parameter(key)}::text`
        : `run.configuration#>>${this.parameter(path)}::text[]`,
    );
    return places.length === 1 ? `(${places[0]})` : `coalesce(${places.join(", ")})`;
  }

  /** A setting as a number; NULL where it is none. */
  settingNumber(key: string): string {
    return this.numberOf(this.settingText(key));
  }

  /**
   * A text as a number; NULL where it is none. A program that logs here may have written a number as text, and as one that no float8 holds ("1e999",
   * "1e-999"): cast, a single one would fail the statement for all runs. The text is worked out once.
   */
  numberOf(text: string): string {
    return `(SELECT CASE WHEN given ~ '^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$' AND pg_input_is_valid(given, 'float8') THEN given::float8 END
      FROM (SELECT ${text} AS given OFFSET 0) AS setting)`;
  }

  /** A key-value tag as text. */
  attributeText(key: string): string {
    return `(run.attributes->>${this.parameter(key)}::text)`;
  }

  /** `run` with what was asked for of its series. */
  from(): string {
    return ["run", ...this.#joins.values()].join(" ");
  }

  #aliasOf(name: string): string {
    const alias = `series_${[...this.#joins.keys()].indexOf(name) + 1 || this.#joins.size + 1}`;
    if (!this.#joins.has(name)) {
      const parameter = this.parameter(name);
      this.#joins.set(
        name,
        `LEFT JOIN metric_series AS ${alias} ON ${alias}.run_id = run.id AND ${alias}.name = ${parameter}`,
      );
    }
    return alias;
  }
}

/** Names with more dots are looked up whole and step by step only. */
const DOTS_SPLIT_MOST = 4;

/** Where a setting of that name may stand: under the name itself, or within objects whose names its dots part. */
export function settingPaths(key: string): string[][] {
  const parts = key.split(".");
  if (parts.length === 1) return [[key]];
  if (parts.length > DOTS_SPLIT_MOST + 1) return [[key], parts];
  return parts
    .slice(1)
    .reduce<string[][]>(
      (paths, part) => [
        ...paths.map((path) => [...path.slice(0, -1), `${path.at(-1)}.${part}`]),
        ...paths.map((path) => [...path, part]),
      ],
      [parts.slice(0, 1)],
    );
}

/** The same of a configuration that was read; undefined where the run has none. */
export function settingOf(configuration: unknown, key: string): unknown {
  for (const path of settingPaths(key)) {
    let value = configuration;
    for (const name of path) {
      value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    }
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
