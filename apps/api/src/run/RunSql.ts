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

  /** A setting as text. */
  settingText(key: string): string {
    return `(run.configuration->>${this.parameter(key)}::text)`;
  }

  /**
   * A setting as a number; NULL where it is none. A program that logs here may have written it as text, and as one that no float8 holds ("1e999",
   * "1e-999"): cast, a single one would fail the statement for all runs.
   */
  settingNumber(key: string): string {
    const place = `${this.parameter(key)}::text`;
    const text = `(run.configuration->>${place})`;
    return `(CASE WHEN ${text} ~ '^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$' AND pg_input_is_valid(${text}, 'float8')
      THEN ${text}::float8 END)`;
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
