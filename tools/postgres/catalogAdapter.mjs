import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";

/** Postgres's one-byte type "char", which its catalogs use. */
const charOid = 18;
const textOid = 25;
/** driver-adapter-utils' ColumnTypeEnum.Character. */
const characterColumnType = 6;

/**
 * A script is sent whole, which Postgres runs as one transaction: @prisma/adapter-pg cuts it at every semicolon, also
 * within comments and functions, and what had run before a failure would stay. That the migration is applied is written
 * in the same transaction: one that was cut off has either happened, and says so, or not.
 * @param {pg.Pool} pool
 * @param {object} adapter
 * @param {string} script
 */
async function executeWhole(pool, adapter, script) {
  const { rows } = await pool.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS known");
  const applied =
    "UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL";
  try {
    await pool.query(rows[0].known ? `${script}\n;${applied}` : script);
  } catch (error) {
    // Throws it in the form that the engine can read.
    /** @type {any} */ (adapter).onError(error);
  }
}

/**
 * An adapter through which the schema engine can read a database's catalogs too: @prisma/adapter-pg 7.10 refuses their
 * "char" columns, and the engine wants them as single characters.
 * @param {string} url
 */
export function catalogAdapter(url) {
  /** Rows of a result -> the positions of its "char" columns. @type {WeakMap<object, number[]>} */
  const charColumnsOf = new WeakMap();

  class CatalogPool extends pg.Pool {
    /** @param {any[]} parameters */
    // @ts-expect-error One signature stands for pg's eleven.
    async query(...parameters) {
      // @ts-expect-error As above.
      const result = await super.query(...parameters);
      /** @type {number[]} */
      const charColumns = [];
      for (const [index, field] of (result.fields ?? []).entries()) {
        if (field.dataTypeID !== charOid) continue;
        field.dataTypeID = textOid;
        charColumns.push(index);
      }
      if (charColumns.length > 0) charColumnsOf.set(result.rows, charColumns);
      return result;
    }
  }

  const pool = new CatalogPool({ connectionString: url, max: 2 });
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      for (const index of charColumnsOf.get(result.rows) ?? []) result.columnTypes[index] = characterColumnType;
      return result;
    };
    adapter.executeScript = (script) => executeWhole(pool, adapter, script);
    return adapter;
  };
  return { factory: bindMigrationAwareSqlAdapterFactory(factory), close: () => pool.end() };
}
