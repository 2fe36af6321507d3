import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";

/** Postgres's one-byte type "char", which its catalogs use. */
const charOid = 18;
const textOid = 25;
/** driver-adapter-utils' ColumnTypeEnum.Character. */
const characterColumnType = 6;

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
    return adapter;
  };
  return { factory: bindMigrationAwareSqlAdapterFactory(factory), close: () => pool.end() };
}
