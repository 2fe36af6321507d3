import type { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance } from "fastify";
import { createGraphContext, type GraphContext } from "../graph/builder/context.ts";
import { requestSignal } from "../http/files/requestSignal.ts";
import type { Services } from "../services.ts";
import { graphiqlPage } from "./graphiqlPage.ts";

const BODY_BYTES_MAX = 1024 * 1024;

/** `POST /graphql` for JSON alone (a form or text/plain could be sent by any page), and GraphiQL for people on GET. */
export async function graphRoutes(
  fastify: FastifyInstance,
  { services, apollo }: { services: Services; apollo: ApolloServer<GraphContext> },
): Promise<void> {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    "application/json",
    { parseAs: "string", bodyLimit: BODY_BYTES_MAX },
    fastify.getDefaultJsonParser("error", "error"),
  );

  fastify.post("/graphql", {
    bodyLimit: BODY_BYTES_MAX,
    handler: fastifyApolloHandler(apollo, {
      context: async (request) =>
        createGraphContext(services, request.actor, { requestId: request.id, signal: requestSignal(request) }),
    }),
  });

  fastify.get("/graphql", async (request, reply) => {
    const wantsPage = request.headers.accept?.includes("text/html") ?? false;
    if (!wantsPage) {
      return reply
        .code(405)
        .header("allow", "POST")
        .send({
          errors: [{ message: "Send queries by POST as application/json.", extensions: { code: "BAD_REQUEST" } }],
        });
    }
    if (request.actor === null) {
      return reply.redirect(`/sign-in?next=${encodeURIComponent("/graphql")}`);
    }
    const { html, contentSecurityPolicy } = await graphiqlPage();
    return reply.type("text/html; charset=utf-8").header("content-security-policy", contentSecurityPolicy).send(html);
  });
}
