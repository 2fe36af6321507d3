import type { IncomingHttpHeaders } from "node:http";
import { fromNodeHeaders } from "better-auth/node";
import type { Actor } from "../../domain/access/actor.ts";
import { actorFromToken } from "../../domain/apiToken/actorFromToken.ts";
import { UnauthenticatedError } from "../../domain/errors/expectedErrors.ts";
import type { Authentication } from "../../domain/user/authentication.ts";
import type { Services } from "../../services.ts";

/**
 * Who sent these headers: by `Authorization: Bearer msk_…` where it is given, else by the session cookie; null for nobody.
 * A credential that is given but not good throws {@link UnauthenticatedError} rather than to fall back to nobody.
 */
export async function resolveActor(
  services: Pick<Services, "prisma" | "pool">,
  authentication: Authentication,
  headers: IncomingHttpHeaders,
): Promise<Actor | null> {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const token = bearerToken(authorization);
    const actor = token === undefined ? null : await actorFromToken(services.pool, token);
    if (actor === null) {
      throw new UnauthenticatedError(
        "This API token is unknown, revoked or past its time. Make a new one in the settings.",
      );
    }
    return actor;
  }
  if (headers.cookie === undefined) {
    return null;
  }
  const session = await readSession(services, authentication, headers);
  if (session === null) {
    return null;
  }
  const { user } = session;
  return { userId: user.id, name: user.name, email: user.email, credential: "session", sessionId: session.session.id };
}

export function bearerToken(authorization: string): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
}

async function readSession(
  services: Pick<Services, "prisma" | "pool">,
  authentication: Authentication,
  headers: IncomingHttpHeaders,
): Promise<Awaited<ReturnType<Authentication["api"]["getSession"]>>> {
  try {
    return await authentication.api.getSession({ headers: fromNodeHeaders(headers) });
  } catch (error) {
    // better-auth says "internal error" of everything; asking once more tells whether Postgres is away.
    await services.pool.query("SELECT 1");
    throw error;
  }
}
