import type { FastifyInstance } from "fastify";
import { requireStorable } from "../domain/errors/requireStorable.ts";

/** The gate of all routes: no text in an address is one that cannot be stored. Bodies are looked at where they are read. */
export function refuseUnstorableAddresses(fastify: FastifyInstance): void {
  fastify.addHook("preValidation", async (request) => {
    requireStorable("The address", request.params);
    requireStorable("The query", request.query);
  });
}
