import { Prisma } from "@maskyard/store/prisma";
import { type GraphQLResolveInfo, isObjectType } from "graphql";

/** The node of a well-formed id; null where no row has it that the viewer may see, and where no type of the graph is called so. */
export async function resolveNode<Node>(
  typename: string,
  info: GraphQLResolveInfo,
  load: () => Promise<Node> | Node,
): Promise<Node | null> {
  const type = info.schema.getType(typename);
  if (!isObjectType(type) || !type.getInterfaces().some(({ name }) => name === "Node")) return null;
  try {
    return await load();
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2025") return null;
    throw error;
  }
}
