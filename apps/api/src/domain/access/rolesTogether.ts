import type { PrismaClient, ProjectRole } from "@maskyard/store/prisma";
import DataLoader from "dataloader";

/** The roles of people by project; of all who are asked for at the same moment, in one statement. */
export type RolesLoader = DataLoader<string, ReadonlyMap<string, ProjectRole>>;

export function rolesTogether(prisma: PrismaClient): RolesLoader {
  return new DataLoader(async (userIds) => {
    const rows = await prisma.projectMember.findMany({ where: { userId: { in: [...userIds] } } });
    const roles = new Map(userIds.map((userId) => [userId, new Map<string, ProjectRole>()]));
    for (const { userId, projectId, role } of rows) roles.get(userId)?.set(projectId, role);
    return userIds.map((userId) => roles.get(userId) ?? new Map());
  });
}
