import { BlobMissingError } from "@maskyard/store";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { databaseRefusal } from "../../domain/errors/databaseRefusal.ts";
import { describeOutage } from "../../domain/errors/describeOutage.ts";
import { ExpectedError, TooManyRequestsError } from "../../domain/errors/expectedErrors.ts";
import { TooBusyError } from "../../domain/errors/workErrors.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Of the environment: what is told of an outage depends on the room there is. */
    dataFolder: string;
  }
}

export interface HttpErrorBody {
  readonly code: string;
  readonly message: string;
}

/** Errors outside the graph's execution, as `{"error":{code,message}}`; for /graphql as GraphQL clients expect them. */
export function answerHttpError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, body } = describeHttpError(error, request);
  if (reply.raw.headersSent) {
    reply.raw.destroy(); // a file cut off half-way must not look whole
    return reply;
  }
  void reply.removeHeader("content-encoding"); // of the stream that this stands in for
  void reply.code(status).type("application/json; charset=utf-8").header("cache-control", "no-store");
  if (error instanceof TooBusyError || error instanceof TooManyRequestsError) {
    void reply.header("retry-after", error.retryAfterSeconds);
  }
  return request.routeOptions.url === "/graphql"
    ? reply.send({ errors: [{ message: body.message, extensions: { code: body.code } }] })
    : reply.send({ error: body });
}

/** What is told of an error; what is not expected is logged in full. */
export function describeHttpError(
  error: FastifyError,
  request: FastifyRequest,
): { status: number; body: HttpErrorBody } {
  if (error instanceof ExpectedError) {
    return { status: error.httpStatus, body: { code: error.code, message: error.message } };
  }
  if (error instanceof BlobMissingError) {
    request.log.error({ err: error }, "a stored file is missing");
    return { status: 404, body: { code: "NOT_FOUND", message: "This file is missing from the server's data folder." } };
  }
  if (error.code === "ENOSPC") {
    request.log.error({ err: error }, "the disk is full");
    return { status: 507, body: { code: "DISK_FULL", message: "The server's disk is full. Make room and try again." } };
  }
  const outage = describeOutage(error, request.server.dataFolder);
  if (outage !== null) {
    request.log.warn({ err: error }, outage);
    return { status: 503, body: { code: "SERVICE_UNAVAILABLE", message: outage } };
  }
  const refusal = databaseRefusal(error);
  if (refusal !== null) {
    request.log.warn({ err: error }, "the database refused a request's values");
    return { status: refusal.httpStatus, body: { code: refusal.code, message: refusal.message } };
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    // Fastify's own refusals (body too large, media type, malformed JSON) say nothing about our insides.
    return { status: error.statusCode, body: { code: error.code ?? "BAD_REQUEST", message: error.message } };
  }
  request.log.error({ err: error }, "a request failed");
  return {
    status: 500,
    body: { code: "INTERNAL_SERVER_ERROR", message: `Something went wrong on the server (request ${request.id}).` },
  };
}
