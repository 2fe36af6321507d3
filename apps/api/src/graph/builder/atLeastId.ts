/**
 * The selection a mutation loads its row with. A client that asks only for `__typename` of the result selects nothing of
 * the row, and Prisma refuses an empty selection.
 */
export function atLeastId<Query extends { select?: object }>(query: Query): Query {
  return query.select !== undefined && Object.keys(query.select).length === 0
    ? { ...query, select: { id: true } }
    : query;
}
