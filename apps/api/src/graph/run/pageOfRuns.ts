import type { Run } from "@maskyard/store/prisma";
import { type DefaultConnectionArguments, resolveCursorConnection } from "@pothos/plugin-relay";
import type { GraphQLResolveInfo } from "graphql";
import type { RunSort } from "../../domain/run/runColumns.ts";
import type { RunFilter } from "../../domain/run/runFilterSql.ts";
import {
  decodeRunCursor,
  encodeRunCursor,
  type RunCursor,
  type RunOrderName,
  runCountSql,
  runPageSql,
} from "../../domain/run/runPageSql.ts";
import type { GraphContext } from "../builder/context.ts";
import { selectionOfNodes } from "../builder/selectionOf.ts";

interface RunPageRequest {
  readonly args: DefaultConnectionArguments;
  readonly context: GraphContext;
  readonly info: GraphQLResolveInfo;
  readonly filter: RunFilter;
  readonly order?: RunOrderName | null | undefined;
  /** In place of `order`. */
  readonly sort?: RunSort | null | undefined;
}

/** Runs of the actor's projects, in one of four orders or by a column, found by key. */
export async function pageOfRuns({ args, context, info, filter, order, sort }: RunPageRequest) {
  const projectIds = [...(await context.access.roles()).keys()];
  const places = new Map<string, RunCursor>();
  const page = await resolveCursorConnection<Promise<Run[]>>(
    {
      args,
      defaultSize: 50,
      maxSize: 500,
      toCursor: (run) => encodeRunCursor(places.get(run.id) ?? { keys: [], id: run.id, atMs: 0 }),
    },
    async ({ before, after, limit, inverted }): Promise<Run[]> => {
      const [afterRun, beforeRun] = [decodeRunCursor(after, "after"), decodeRunCursor(before, "before")];
      const atMs = (afterRun ?? beforeRun)?.atMs ?? Date.now();
      const { rows } = await context.pool.query<Omit<RunCursor, "atMs">>(
        runPageSql(
          projectIds,
          filter,
          { name: order ?? "NEWEST", sort: sort ?? null },
          { after: afterRun, before: beforeRun, limit, inverted, atMs },
        ),
      );
      const runs: Run[] = await context.prisma.run.findMany({
        ...selectionOfNodes(context, info, "Run"),
        where: { id: { in: rows.map((row) => row.id) } },
      });
      const byId = new Map(runs.map((run) => [run.id, run]));
      return rows.flatMap((row) => {
        places.set(row.id, { ...row, atMs });
        return byId.get(row.id) ?? [];
      });
    },
  );
  const totalCount = async (): Promise<number> => {
    const { rows } = await context.pool.query<{ count: number }>(runCountSql(projectIds, filter));
    return rows[0]?.count ?? 0;
  };
  return { ...page, totalCount };
}
