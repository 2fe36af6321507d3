import type { FastifyInstance } from "fastify";
import type { Actor } from "../access/actor.ts";
import { resolveActor } from "../access/resolveActor.ts";
import { ForbiddenError } from "../errors/expectedErrors.ts";
import type { Services } from "../services.ts";
import type { Authentication } from "../user/authentication.ts";
import { isSameOrigin } from "./sameOrigin.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; null for nobody. */
    actor: Actor | null;
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
export function findActor(fastify: FastifyInstance, services: Services, authentication: Authentication): void {
  fastify.decorateRequest("actor", null);
  fastify.addHook("onRequest", async (request) => {
    request.actor = await resolveActor(services, authentication, request.headers);
  });
}
