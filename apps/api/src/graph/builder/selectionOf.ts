import { queryFromInfo } from "@pothos/plugin-prisma";
import type { GraphQLResolveInfo } from "graphql";
import type PrismaTypes from "../../generated/pothosPrismaTypes.ts";
import type { GraphContext } from "./context.ts";

/** What a Prisma query must load with each node of a connection so that the fields asked for need no query of their own. */
export function selectionOfNodes(context: GraphContext, info: GraphQLResolveInfo, typeName: keyof PrismaTypes): object {
  return queryFromInfo({ context, info, typeName, path: ["edges", "node"] });
}

/** The same for the rows that stand at `path` below the field, for example ["image"] of each item of a list. */
export function selectionOfField(
  context: GraphContext,
  info: GraphQLResolveInfo,
  typeName: keyof PrismaTypes,
  path: string[],
): object {
  return queryFromInfo({ context, info, typeName, path });
}
