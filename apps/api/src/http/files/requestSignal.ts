import type { FastifyInstance, FastifyRequest } from "fastify";
import { ClientGoneError } from "../../domain/errors/workErrors.ts";

const controllers = new WeakMap<FastifyRequest, AbortController>();

/** Lets {@link requestSignal} know of every request of the server. */
export function followRequests(fastify: FastifyInstance): void {
  fastify.addHook("onRequest", async (request, reply) => {
    const controller = new AbortController();
    controllers.set(request, controller);
    reply.raw.once("close", () => {
      if (!reply.raw.writableFinished) controller.abort(new ClientGoneError());
    });
  });
}

/** Aborted when the client goes away before it is answered. (Fastify's own `request.signal` is, too, once a body was read to its end.) */
export function requestSignal(request: FastifyRequest): AbortSignal {
  const controller = controllers.get(request);
  if (controller === undefined) throw new Error("requestSignal: expected a request that followRequests was told of");
  return controller.signal;
}
