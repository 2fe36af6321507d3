import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { describeHttpError } from "../server/httpErrors.ts";

/** Our codes as MLflow's: https://github.com/mlflow/mlflow/blob/v3.4.0/mlflow/protos/databricks.proto */
const codes: Readonly<Record<string, string>> = {
  INVALID_INPUT: "INVALID_PARAMETER_VALUE",
  NOT_FOUND: "RESOURCE_DOES_NOT_EXIST",
  FORBIDDEN: "PERMISSION_DENIED",
  CONFLICT: "RESOURCE_ALREADY_EXISTS",
  UNAUTHENTICATED: "UNAUTHENTICATED",
  SERVICE_UNAVAILABLE: "TEMPORARILY_UNAVAILABLE",
  INTERNAL_SERVER_ERROR: "INTERNAL_ERROR",
};

/** Errors as MLflow's clients read them. They try 429 and 5xx again, which batches with the same bytes survive. */
export function answerMlflowError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, body } = describeHttpError(error, request);
  return reply
    .code(status === 409 ? 400 : status)
    .type("application/json; charset=utf-8")
    .header("cache-control", "no-store")
    .send({ error_code: codes[body.code] ?? "BAD_REQUEST", message: body.message });
}
