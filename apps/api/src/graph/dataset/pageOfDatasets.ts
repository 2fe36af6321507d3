import type { Dataset, Prisma } from "@maskyard/store/prisma";
import { type DefaultConnectionArguments, resolveCursorConnection } from "@pothos/plugin-relay";
import type { GraphQLResolveInfo } from "graphql";
import { memberOf } from "../../domain/access/memberOf.ts";
import type { GraphContext } from "../builder/context.ts";
import { decodeIdCursor, encodeIdCursor } from "../builder/idCursor.ts";
import { selectionOfNodes } from "../builder/selectionOf.ts";

interface DatasetPageRequest {
  readonly args: DefaultConnectionArguments;
  readonly context: GraphContext;
  readonly info: GraphQLResolveInfo;
  readonly projectId?: string;
  readonly name?: string | null | undefined;
}

/** Datasets the actor may see, newest first, found by key. `name` is matched exactly. */
export async function pageOfDatasets({ args, context, info, projectId, name }: DatasetPageRequest) {
  const where: Prisma.DatasetWhereInput = {
    project: memberOf(context.actor),
    ...(projectId === undefined ? {} : { projectId }),
    ...(name == null ? {} : { name }),
  };
  const page = await resolveCursorConnection<Promise<Dataset[]>>(
    { args, defaultSize: 50, maxSize: 500, toCursor: (dataset) => encodeIdCursor(dataset.id) },
    ({ before, after, limit, inverted }) =>
      context.prisma.dataset.findMany({
        ...selectionOfNodes(context, info, "Dataset"),
        where: {
          ...where,
          AND: [
            after === undefined ? {} : { id: { lt: decodeIdCursor(after) } },
            before === undefined ? {} : { id: { gt: decodeIdCursor(before) } },
          ],
        },
        orderBy: { id: inverted ? "asc" : "desc" },
        take: limit,
      }),
  );
  return { ...page, totalCount: () => context.prisma.dataset.count({ where }) };
}
