import type { Database } from "@maskyard/store";
import type { PrismaClient, User } from "@maskyard/store/prisma";
import type { Logger } from "pino";
import type { Environment } from "../../environment.ts";
import { actorFromToken } from "../apiToken/actorFromToken.ts";
import { createApiToken } from "../apiToken/createApiToken.ts";
import { createAuthentication } from "./authentication.ts";
import { createSignInLink } from "./createSignInLink.ts";
import { readLocalCredentials, writeLocalCredentials } from "./localCredentials.ts";
import { hashPassword } from "./passwords.ts";

export interface BootstrapResult {
  readonly email: string;
  /** Signs the first user in, once; null when somebody has signed in before. */
  readonly loginUrl: string | null;
  /** For the command line and the trainer's keeper on this machine; also in `$MASKYARD_DATA/local.json`. */
  readonly token: string;
}

/**
 * The first user, owner of the first project. Run again it changes nothing but makes a new login link while nobody
 * has signed in yet, and a new token when the one in `$MASKYARD_DATA/local.json` no longer works.
 */
export async function bootstrap(
  environment: Environment,
  database: Pick<Database, "prisma" | "pool">,
  logger: Logger,
): Promise<BootstrapResult> {
  const { prisma } = database;
  const user = await findOrCreateUser(environment, prisma, logger);
  await ensureProject(prisma, user.id);
  const hasAnybodySignedIn = (await prisma.user.count({ where: { lastSignedInAt: { not: null } } })) > 0;
  const link = hasAnybodySignedIn ? null : await createSignInLink(environment, prisma, logger, user.email);
  const token = await ensureToken(environment, database, user);
  await writeLocalCredentials(environment.dataFolder, { url: environment.publicUrl, token });
  return { email: user.email, loginUrl: link?.url ?? null, token };
}

async function findOrCreateUser(
  environment: Environment,
  prisma: PrismaClient,
  logger: Logger,
): Promise<Pick<User, "id" | "email">> {
  const email = environment.adminEmail.toLowerCase();
  const { internalAdapter } = await createAuthentication(environment, prisma, logger).$context;
  const user =
    (await prisma.user.findUnique({ where: { email } })) ??
    (await internalAdapter.createUser(
      { email, name: email.split("@")[0] ?? email, emailVerified: true },
      { method: "email-password" },
    ));
  const credential = await prisma.account.findFirst({ where: { userId: user.id, providerId: "credential" } });
  if (environment.adminPassword !== null && credential === null) {
    await internalAdapter.linkAccount({
      userId: user.id,
      providerId: "credential",
      accountId: user.id,
      password: await hashPassword(environment.adminPassword),
    });
  }
  return user;
}

async function ensureProject(prisma: PrismaClient, userId: string): Promise<void> {
  const membership = await prisma.projectMember.findFirst({ where: { userId } });
  if (membership !== null) {
    return;
  }
  const project = await prisma.project.upsert({
    where: { slug: "campus" },
    update: {},
    create: { slug: "campus", name: "Campus" },
  });
  await prisma.projectMember.upsert({
    where: { projectId_userId: { projectId: project.id, userId } },
    update: {},
    create: { projectId: project.id, userId, role: "OWNER" },
  });
}

async function ensureToken(
  environment: Environment,
  { prisma, pool }: Pick<Database, "prisma" | "pool">,
  user: Pick<User, "id">,
): Promise<string> {
  const stored = await readLocalCredentials(environment.dataFolder);
  if (stored !== null && (await actorFromToken(pool, stored.token))?.userId === user.id) {
    return stored.token;
  }
  const { token } = await createApiToken({ prisma }, { userId: user.id }, { name: "this machine" });
  return token;
}
