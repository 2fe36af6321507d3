import type { Database } from "@maskyard/store";
import type { PrismaClient, User } from "@maskyard/store/prisma";
import type { Logger } from "pino";
import { actorFromToken } from "../apiToken/actorFromToken.ts";
import { createApiToken } from "../apiToken/createApiToken.ts";
import type { Environment } from "../environment.ts";
import { type Authentication, createAuthentication } from "./authentication.ts";
import { readLocalCredentials, writeLocalCredentials } from "./localCredentials.ts";
import { hashPassword } from "./passwords.ts";

export interface BootstrapResult {
  readonly email: string;
  /** Signs the first user in, once. */
  readonly loginUrl: string;
  /** For the command line and the trainer's keeper on this machine; also in `$MASKYARD_DATA/local.json`. */
  readonly token: string;
}

/**
 * The first user, owner of the first project. Run again it changes nothing but makes a new login link, and a new token
 * only when the one in `$MASKYARD_DATA/local.json` no longer works.
 */
export async function bootstrap(
  environment: Environment,
  database: Pick<Database, "prisma" | "pool">,
  logger: Logger,
): Promise<BootstrapResult> {
  const { prisma } = database;
  let loginUrl = "";
  const authentication = createAuthentication(environment, prisma, logger, (link) => {
    loginUrl = link.url;
  });
  const user = await findOrCreateUser(authentication, environment, prisma);
  await ensureProject(prisma, user.id);
  await authentication.api.signInMagicLink({
    body: { email: user.email, callbackURL: "/", errorCallbackURL: "/sign-in" },
    headers: new Headers({ host: new URL(environment.publicUrl).host }),
  });
  if (loginUrl === "") {
    throw new Error("bootstrap: expected better-auth to hand out a login link, got none");
  }
  const token = await ensureToken(environment, database, user);
  await writeLocalCredentials(environment.dataFolder, { url: environment.publicUrl, token });
  return { email: user.email, loginUrl, token };
}

async function findOrCreateUser(
  authentication: Authentication,
  environment: Environment,
  prisma: PrismaClient,
): Promise<Pick<User, "id" | "email">> {
  const email = environment.adminEmail.toLowerCase();
  const { internalAdapter } = await authentication.$context;
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
