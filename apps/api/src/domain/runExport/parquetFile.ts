import { ByteWriter, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";

/** Rows of a group: what lies in memory at once. */
const ROWS_OF_GROUP = 50_000;

export interface ParquetColumn<Row> {
  readonly name: string;
  readonly type: "STRING" | "INT32" | "DOUBLE" | "BOOLEAN" | "TIMESTAMP";
  /** Null where the row has none; of a TIMESTAMP a Date. */
  cellOf(row: Row): string | number | boolean | Date | null;
}

/** A Parquet file (Snappy) of rows that come in pieces, one row group after the other. https://parquet.apache.org/docs/file-format/ */
export async function* parquetFile<Row>(
  columns: readonly ParquetColumn<Row>[],
  pieces: AsyncIterable<readonly Row[]>,
): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter();
  const schema = schemaFromColumnData({ columnData: columns.map(({ name, type }) => ({ name, type, data: [] })) });
  const file = new ParquetWriter({ writer: bytes, schema, createdBy: "maskyard" });
  let rows: Row[] = [];
  for await (const piece of pieces) {
    for (const row of piece) rows.push(row);
    if (rows.length < ROWS_OF_GROUP) continue;
    await writeGroup(rows);
    rows = [];
    yield taken(bytes);
  }
  await writeGroup(rows);
  await file.finish();
  yield taken(bytes);

  async function writeGroup(group: readonly Row[]): Promise<void> {
    if (group.length === 0) return;
    const columnData = columns.map(({ name, type, cellOf }) => ({ name, type, data: group.map(cellOf) }));
    await file.write({ columnData, rowGroupSize: group.length });
  }
}

/** What has been written since the last time; offsets within the file go on counting. */
function taken(bytes: ByteWriter): Uint8Array {
  const written = bytes.getBytes().slice();
  bytes.index = 0;
  return written;
}
