import { fromNodeHeaders } from "better-auth/node";
import type { FastifyInstance } from "fastify";
import { InvalidInputError } from "../domain/errors/expectedErrors.ts";
import { requireStorable } from "../domain/errors/requireStorable.ts";
import { type Authentication, CLIENT_ADDRESS_HEADER } from "../domain/user/authentication.ts";
import type { Services } from "../services.ts";
import { SENT_AS_IS } from "./compressAnswers.ts";

const BODY_BYTES_MAX = 64 * 1024;

/** better-auth's routes below /api/auth: signing in with a password or a one-time link, signing out, the session. */
export async function authenticationRoutes(
  fastify: FastifyInstance,
  { authentication, services }: { authentication: Authentication; services: Services },
): Promise<void> {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    "application/json",
    { parseAs: "string", bodyLimit: BODY_BYTES_MAX },
    (_request, body, done) => {
      try {
        requireStorable("The body", JSON.parse(String(body) || "{}"));
        done(null, body);
      } catch (error) {
        done(error instanceof SyntaxError ? new InvalidInputError("The body is not JSON.") : (error as Error));
      }
    },
  );

  fastify.route({
    method: ["GET", "POST"],
    url: "/api/auth/*",
    bodyLimit: BODY_BYTES_MAX,
    ...SENT_AS_IS, // these answers hold secrets: see compressAnswers
    config: { anonymous: "always" },
    handler: async (request, reply) => {
      const headers = fromNodeHeaders(request.headers);
      headers.set(CLIENT_ADDRESS_HEADER, request.ip);
      const protocol = new URL(services.environment.publicUrl).protocol;
      const response = await authentication.handler(
        new Request(`${protocol}//${request.headers.host ?? "localhost"}${request.url}`, {
          method: request.method,
          headers,
          ...(typeof request.body === "string" && request.body !== "" ? { body: request.body } : {}),
        }),
      );
      void reply.code(response.status);
      for (const [name, value] of response.headers) {
        if (name !== "set-cookie") {
          void reply.header(name, value);
        }
      }
      for (const cookie of response.headers.getSetCookie()) {
        void reply.header("set-cookie", cookie);
      }
      return reply.header("cache-control", "no-store").send(response.body === null ? null : await response.text());
    },
  });
}
