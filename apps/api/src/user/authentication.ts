import type { PrismaClient } from "@maskyard/store/prisma";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { magicLink } from "better-auth/plugins";
import type { Logger } from "pino";
import type { Environment } from "../environment.ts";
import { hashPassword, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, verifyPassword } from "./passwords.ts";

/** The address better-auth sees a client by; the server sets it from the connection, so that nobody can claim another. */
export const CLIENT_ADDRESS_HEADER = "x-maskyard-client-address";
export const SESSION_COOKIE_PREFIX = "maskyard";

const LOGIN_LINK_SECONDS = 24 * 3600;

/** Sessions, passwords and one-time login links. Nobody can sign up: the first user is made by bootstrap. */
export function createAuthentication(
  environment: Environment,
  prisma: PrismaClient,
  logger: Logger,
  sendLoginLink: (link: { email: string; url: string; token: string }) => void = () => undefined,
) {
  const ownHost = new URL(environment.publicUrl).host;
  return betterAuth({
    appName: "Maskyard",
    secret: environment.secret,
    basePath: "/api/auth",
    // The same server is opened as localhost, by its address and by its name. Every host is answered as itself; which
    // pages may send it cookies is decided by the Origin check, against the host of the request.
    baseURL: {
      allowedHosts: ["*", "localhost:*", ownHost],
      fallback: environment.publicUrl,
      protocol: environment.publicUrl.startsWith("https:") ? "https" : "http",
    },
    trustedOrigins: [environment.publicUrl],
    database: prismaAdapter(prisma, { provider: "postgresql" }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: 30 * 24 * 3600, updateAge: 24 * 3600 },
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
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    telemetry: { enabled: false },
    logger: {
      log: (level, message) => {
        logger[level === "error" ? "error" : level === "warn" ? "warn" : "debug"]({ part: "authentication" }, message);
      },
    },
  });
}

export type Authentication = ReturnType<typeof createAuthentication>;
