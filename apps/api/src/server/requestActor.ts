import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Actor } from "../domain/access/actor.ts";
import { type RecentActor, recentActorOf } from "../domain/apiToken/actorFromToken.ts";
import { ForbiddenError, UnauthenticatedError } from "../domain/errors/expectedErrors.ts";
import type { Authentication } from "../domain/user/authentication.ts";
import { bearerToken, resolveActor } from "../http/access/resolveActor.ts";
import type { Services } from "../services.ts";
import { type AnonymousLimit, hasCredential } from "./anonymousLimit.ts";
import { isSameOrigin } from "./sameOrigin.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; null for nobody. */
    actor: Actor | null;
    /** On routes that prove the token where they write: who sent it a moment ago. Then `actor` is null until `proveActor`. */
    recentActor: RecentActor | null;
  }
  interface FastifyInstance {
    /** Finds out who asks, as is done for every other route. */
    proveActor(request: FastifyRequest): Promise<void>;
  }
  interface FastifyContextConfig {
    provesToken?: boolean;
  }
}

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Refuses requests that another site's page sends. For every route there is, the dashboard's too. */
export function refuseForeignOrigins(fastify: FastifyInstance, publicUrl: string): void {
  fastify.addHook("onRequest", async (request) => {
    if (!safeMethods.has(request.method) && !isSameOrigin(request.headers, publicUrl)) {
      throw new ForbiddenError("This request came from a page of another site.");
    }
  });
}

/** Finds out who asks before the body is read; routes decide what nobody may do. */
export function findActor(
  fastify: FastifyInstance,
  services: Services,
  authentication: Authentication,
  limit: AnonymousLimit,
): void {
  fastify.decorateRequest("actor", null);
  fastify.decorateRequest("recentActor", null);
  fastify.decorate("proveActor", async (request: FastifyRequest) => {
    try {
      request.actor = await resolveActor(services, authentication, request.headers);
    } catch (error) {
      if (error instanceof UnauthenticatedError) await limit.count(request.ip);
      throw error;
    }
    // One without any credential has been counted before.
    if (request.actor === null && hasCredential(request.headers)) await limit.count(request.ip);
  });
  fastify.addHook("onRequest", async (request) => {
    if (request.routeOptions.config.provesToken) {
      const token = bearerToken(request.headers.authorization ?? "");
      request.recentActor = token === undefined ? null : recentActorOf(services.pool, token);
    }
    if (request.recentActor === null) await fastify.proveActor(request);
  });
}
