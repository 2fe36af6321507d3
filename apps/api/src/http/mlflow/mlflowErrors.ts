import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { AlreadyExistsError, ExpectedError, TooManyRequestsError } from "../../domain/errors/expectedErrors.ts";
import { describeHttpError } from "../errors/httpErrors.ts";

/** Our codes as MLflow's: https://github.com/mlflow/mlflow/blob/v3.4.0/mlflow/protos/databricks.proto */
const codes: Readonly<Record<string, string>> = {
  INVALID_INPUT: "INVALID_PARAMETER_VALUE",
  NOT_FOUND: "RESOURCE_DOES_NOT_EXIST",
  FORBIDDEN: "PERMISSION_DENIED",
  CONFLICT: "INVALID_STATE",
  UNAUTHENTICATED: "UNAUTHENTICATED",
  TOO_MANY_REQUESTS: "REQUEST_LIMIT_EXCEEDED",
  SERVICE_UNAVAILABLE: "TEMPORARILY_UNAVAILABLE",
  INTERNAL_SERVER_ERROR: "INTERNAL_ERROR",
  ENDPOINT_NOT_FOUND: "ENDPOINT_NOT_FOUND",
};

/** A part of MLflow's API that is not here; `instead` says what to do. */
export class NotServedError extends ExpectedError {
  readonly code = "ENDPOINT_NOT_FOUND";
  readonly httpStatus = 404;

  constructor(request: Pick<FastifyRequest, "method" | "url">, instead: string) {
    super(`Maskyard does not serve ${request.method} ${request.url.split("?")[0]} of MLflow's API: ${instead}`);
    this.name = "NotServedError";
  }
}

/** Errors as MLflow's clients read them. They try 429 and 5xx again, which batches with the same bytes survive. */
export function answerMlflowError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, body } = describeHttpError(error, request);
  // A name that is taken: MLflow's client goes on with what is there.
  const code = error instanceof AlreadyExistsError ? "RESOURCE_ALREADY_EXISTS" : codes[body.code];
  if (error instanceof TooManyRequestsError) void reply.header("retry-after", error.retryAfterSeconds);
  return reply
    .code(status === 409 ? 400 : status)
    .type("application/json; charset=utf-8")
    .header("cache-control", "no-store")
    .send({ error_code: code ?? "BAD_REQUEST", message: body.message });
}
