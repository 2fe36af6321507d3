import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { requireStorable } from "../../domain/errors/requireStorable.ts";
import type { Services } from "../../services.ts";
import { requireActor } from "../files/requireActor.ts";
import type { Endpoint } from "./endpoint.ts";
import { experimentEndpoints } from "./experimentEndpoints.ts";
import { loggedModelEndpoints } from "./loggedModelEndpoints.ts";
import { metricEndpoints } from "./metricEndpoints.ts";
import { answerMlflowError, NotServedError } from "./mlflowErrors.ts";
import { modelVersionEndpoints } from "./modelVersionEndpoints.ts";
import { registeredModelEndpoints } from "./registeredModelEndpoints.ts";
import { runEndpoints } from "./runEndpoints.ts";

const PREFIX = "/api/2.0/mlflow";
const BODY_BYTES_MAX = 16 * 1024 * 1024;

export const mlflowEndpoints: readonly Endpoint[] = [
  ...experimentEndpoints,
  ...runEndpoints,
  ...metricEndpoints,
  ...loggedModelEndpoints,
  ...registeredModelEndpoints,
  ...modelVersionEndpoints,
];

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
  for (const endpoint of mlflowEndpoints) {
    fastify.route({
      method: [...endpoint.methods],
      url: `${PREFIX}/${endpoint.path}`,
      exposeHeadRoute: false,
      config: { provesToken: endpoint.pointsOf !== undefined },
      handler: (request) => answer(services, endpoint, request),
    });
  }
  for (const prefix of [PREFIX, "/api/3.0/mlflow"]) {
    fastify.all(`${prefix}/*`, async (request) => {
      requireActor(request);
      throw new NotServedError(request, insteadOf(request.url));
    });
  }
}

async function answer(services: Services, endpoint: Endpoint, request: FastifyRequest): Promise<object> {
  const body = request.body as ParsedBody | undefined;
  const named = request.params as Record<string, unknown>;
  const input = { ...(body?.value ?? (request.query as Record<string, unknown>)), ...named };
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
  const text = body.toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text || "{}");
  } catch {
    throw new InvalidInputError("The body is not JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InvalidInputError("The body is a JSON object.");
  }
  requireStorable("The body", value);
  return { value: value as Record<string, unknown>, digest: createHash("sha256").update(body).digest("base64url") };
}

/** What to do where a part of MLflow's API is not here. */
function insteadOf(url: string): string {
  if (url.includes("/model-versions/transition-stage")) {
    return "there are no stages, which MLflow gave up too; point an alias at the version (set_registered_model_alias).";
  }
  if (url.includes("/registered-models/delete")) {
    return "a model is kept for its history; delete its versions (delete_model_version), or archive it on its page.";
  }
  return "it has experiments, runs, metrics, artifacts, logged models and registered models. docs/guide/logging.md lists what is served.";
}
