/** A connection whose number of rows is counted only when a query asks for it. */
export interface CountedConnection {
  readonly totalCount?: () => Promise<number>;
}

export async function totalCountOf(connection: unknown): Promise<number> {
  return (await (connection as CountedConnection).totalCount?.()) ?? 0;
}
