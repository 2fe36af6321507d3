import type { PrismaClient } from "@maskyard/store/prisma";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { magicLink } from "better-auth/plugins";
import type { Logger } from "pino";
import type { Environment } from "../../environment.ts";
import { hashPassword, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, verifyPassword } from "./passwords.ts";

/** The address better-auth sees a client by; the server sets it from the connection, so that nobody can claim another. */
export const CLIENT_ADDRESS_HEADER = "x-maskyard-client-address";
export const SESSION_COOKIE_PREFIX = "maskyard";

/** A link in a terminal or a message is used the same day. */
export const LOGIN_LINK_SECONDS = 24 * 3600;

/** Sessions, passwords and one-time login links. Nobody can sign up: the first user is made by bootstrap. */
export function createAuthentication(
  environment: Environment,
  prisma: PrismaClient,
  logger: Logger,
  sendLoginLink: (link: { email: string; url: string; token: string }) => void = () => undefined,
) {
  return betterAuth({
    appName: "Maskyard",
    secret: environment.secret,
    basePath: "/api/auth",
    baseURL: environment.publicUrl,
    // The same server is opened as localhost, by its address and by its name: besides the public address a request's own
    // host is trusted as a place to go on to, which a page of another site cannot choose.
    trustedOrigins: (request) => {
      const host = request?.headers.get("host");
      return host == null ? [] : [`http://${host}`, `https://${host}`];
    },
    database: prismaAdapter(prisma, { provider: "postgresql" }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: 30 * 24 * 3600, updateAge: 24 * 3600 },
    databaseHooks: {
      session: {
        create: {
          after: async ({ userId, createdAt }) => {
            await prisma.user.update({ where: { id: userId }, data: { lastSignedInAt: createdAt } });
          },
        },
      },
    },
    // Nobody is sent a link on a stranger's word: see createSignInLink.
    disabledPaths: ["/sign-in/magic-link"],
    plugins: [
      magicLink({
        disableSignUp: true,
        expiresIn: LOGIN_LINK_SECONDS,
        storeToken: "hashed",
        sendMagicLink: ({ email, url, token }) => sendLoginLink({ email, url, token }),
      }),
    ],
    rateLimit: { enabled: true, window: 60, max: 300, storage: "memory" },
    advanced: {
      cookiePrefix: SESSION_COOKIE_PREFIX,
      useSecureCookies: environment.publicUrl.startsWith("https:"),
      disableOriginCheck: false, // or tests would run without it
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    // What is no refusal (Postgres away) is thrown to the server, which answers it as everywhere else.
    onAPIError: { throw: true },
    telemetry: { enabled: false },
    logger: {
      log: (level, message) => {
        logger[level === "error" ? "error" : level === "warn" ? "warn" : "debug"]({ part: "authentication" }, message);
      },
    },
  });
}

export type Authentication = ReturnType<typeof createAuthentication>;
