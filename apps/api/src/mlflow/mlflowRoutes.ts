import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";
import { requireActor } from "../files/requireActor.ts";
import type { Services } from "../services.ts";
import type { Endpoint } from "./endpoint.ts";
import { experimentEndpoints } from "./experimentEndpoints.ts";
import { metricEndpoints } from "./metricEndpoints.ts";
import { answerMlflowError } from "./mlflowErrors.ts";
import { runEndpoints } from "./runEndpoints.ts";

const PREFIX = "/api/2.0/mlflow";
const BODY_BYTES_MAX = 16 * 1024 * 1024;

interface ParsedBody {
  readonly value: Record<string, unknown>;
  readonly digest: string;
}

/**
 * MLflow's REST tracking API over our runs, for its unchanged clients: `MLFLOW_TRACKING_URI` is this server's address and
 * `MLFLOW_TRACKING_TOKEN` one of our API tokens. https://mlflow.org/docs/3.4.0/api_reference/rest-api.html
 */
export async function mlflowRoutes(fastify: FastifyInstance, { services }: { services: Services }): Promise<void> {
  fastify.setErrorHandler(answerMlflowError);
  fastify.removeAllContentTypeParsers();
  // Only JSON: no page of another site can send it without being asked about first.
  fastify.addContentTypeParser(
    "application/json",
    { parseAs: "buffer", bodyLimit: BODY_BYTES_MAX },
    (_request, body, done) => {
      try {
        done(null, parseBody(body as Buffer));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  const endpoints = [...experimentEndpoints, ...runEndpoints, ...metricEndpoints];
  for (const endpoint of endpoints) {
    fastify.route({
      method: [...endpoint.methods],
      url: `${PREFIX}/${endpoint.path}`,
      exposeHeadRoute: false,
      config: { provesToken: endpoint.pointsOf !== undefined },
      handler: (request) => answer(services, endpoint, request),
    });
  }
  fastify.all(`${PREFIX}/*`, async (request) => {
    requireActor(request);
    throw new NotFoundError(
      "Maskyard does not have this part of MLflow's API; it has experiments, runs, metrics and artifacts.",
    );
  });
}

async function answer(services: Services, endpoint: Endpoint, request: FastifyRequest): Promise<object> {
  const body = request.body as ParsedBody | undefined;
  const input = body?.value ?? (request.query as Record<string, unknown>);
  const digest = body?.digest ?? "";
  if (request.recentActor) {
    const logged = endpoint.pointsOf?.(input);
    const batch = logged && { ...logged, key: digest, ...request.recentActor };
    const outcome = batch && (await services.logWriter.log(batch));
    if (outcome === "written" || outcome === "repeated") return {};
    // Whatever else it is, it is said to whom it may be said.
    await request.server.proveActor(request);
  }
  return endpoint.handle({ services, actor: requireActor(request), input, digest });
}

/** The digest is a batch's key: a client that got no answer sends the same bytes again. */
function parseBody(body: Buffer): ParsedBody {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8") || "{}");
  } catch {
    throw new InvalidInputError("The body is not JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InvalidInputError("The body is a JSON object.");
  }
  return { value: value as Record<string, unknown>, digest: createHash("sha256").update(body).digest("base64url") };
}
