import { PothosValidationError } from "@pothos/core";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { databaseRefusal } from "../../domain/errors/databaseRefusal.ts";
import { describeOutage } from "../../domain/errors/describeOutage.ts";
import { ExpectedError, InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { shown } from "../../domain/errors/requireStorable.ts";
import { TooBusyError } from "../../domain/errors/workErrors.ts";
import type { Environment } from "../../environment.ts";

/**
 * The one place that decides what a client is told of an error. What is not expected is logged here in full and shown as a
 * sentence with the request's id: no path, SQL or token goes out.
 */
export function presentError(
  error: unknown,
  formatted: GraphQLFormattedError,
  { logger, environment }: { readonly logger: Logger; readonly environment: Environment },
  requestId: string,
): GraphQLFormattedError {
  const original = error instanceof GraphQLError ? error.originalError : error;
  const place = {
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
    ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
  };
  if (original instanceof ExpectedError) {
    const retry = original instanceof TooBusyError ? { retryAfterSeconds: original.retryAfterSeconds } : {};
    return { ...place, message: original.message, extensions: { code: original.code, ...placeOf(original), ...retry } };
  }
  // It is a GraphQLError itself: thrown before the execution it comes as it is, without another inside.
  const misfit = [original, error].find((one) => one instanceof PothosValidationError);
  if (misfit !== undefined) {
    return { ...place, message: shown(misfit.message), extensions: { code: "INVALID_INPUT" } };
  }
  const outage = describeOutage(error, environment.dataFolder);
  if (outage !== null) {
    logger.warn({ requestId, err: error }, outage);
    return { ...place, message: outage, extensions: { code: "SERVICE_UNAVAILABLE" } };
  }
  const refusal = databaseRefusal(error);
  if (refusal !== null) {
    logger.warn({ requestId, err: original ?? error, path: formatted.path }, "the database refused a request's values");
    return { ...place, message: refusal.message, extensions: { code: refusal.code } };
  }
  const isAboutTheQuery =
    error instanceof GraphQLError && (original === undefined || original === null || original instanceof GraphQLError);
  if (isAboutTheQuery && formatted.extensions?.code !== "INTERNAL_SERVER_ERROR") {
    const { stacktrace: _stacktrace, ...extensions } = formatted.extensions ?? {};
    return { ...formatted, extensions };
  }
  logger.error({ requestId, err: original ?? error, path: formatted.path }, "a request failed");
  return {
    ...place,
    message: `Something went wrong on the server (request ${requestId}).`,
    extensions: { code: "INTERNAL_SERVER_ERROR", requestId },
  };
}

/** The field that is at fault, and where in it, as far as it is known. */
function placeOf(error: ExpectedError): { field?: string; span?: InvalidInputError["span"] } {
  if (!(error instanceof InvalidInputError) || error.field === null) return {};
  return { field: error.field, ...(error.span === null ? {} : { span: error.span }) };
}
