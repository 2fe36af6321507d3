import type { IncomingHttpHeaders } from "node:http";
import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { TooManyRequestsError } from "../domain/errors/expectedErrors.ts";
import { SESSION_COOKIE_PREFIX } from "../domain/user/authentication.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /**
     * How requests of people not signed in are counted: by default those without a credential, `always` those with one too (where no
     * route finds out whether it is good), `page` against the larger budget of the dashboard's files, `never` where an answer costs nothing.
     */
    anonymous?: "always" | "page" | "never";
  }
}

const WINDOW_MS = 60_000;
/** Of whom more addresses than this come within a minute, the ones that were silent longest are forgotten: the table stays small. */
const ADDRESSES_MAX = 20_000;
/** A page of the dashboard comes in some forty files. */
const FILES_PER_REQUEST = 10;

/** Counts what people who are not signed in ask for, by their address (IPv6: by its /64, which one customer has to himself). */
export interface AnonymousLimit {
  /** Throws {@link TooManyRequestsError} when this address has asked too often within the last minute. */
  count(address: string, kind?: "request" | "page"): Promise<void>;
}

/**
 * Refuses requests of nobody that come too often, before anything else is done for them: before a body is read and parsed. Whoever gives a
 * credential is counted when it turns out to be no good (see findActor).
 */
export async function limitAnonymous(fastify: FastifyInstance, perMinute: number): Promise<AnonymousLimit> {
  await fastify.register(rateLimit, { global: false });
  const budget = (max: number) => {
    // Its types do not know `cache`, which is the table's length (5,000 without it).
    const options = { max, timeWindow: WINDOW_MS, cache: ADDRESSES_MAX };
    return fastify.createRateLimit(options);
  };
  const budgets = { request: budget(perMinute), page: budget(perMinute * FILES_PER_REQUEST) };
  const limit: AnonymousLimit = {
    async count(address, kind = "request") {
      const used = await budgets[kind]({ ip: address, routeOptions: {} } as FastifyRequest);
      if (!used.isAllowed && used.isExceeded) throw new TooManyRequestsError(used.ttlInSeconds);
    },
  };
  fastify.addHook("onRequest", async (request) => {
    const anonymous = request.routeOptions.config?.anonymous;
    if (anonymous === "never" || (anonymous !== "always" && hasCredential(request.headers))) return;
    await limit.count(request.ip, anonymous === "page" ? "page" : "request");
  });
  return limit;
}

/** Whether a request says who sends it; not whether that is so. */
export function hasCredential(headers: Pick<IncomingHttpHeaders, "authorization" | "cookie">): boolean {
  return headers.authorization !== undefined || (headers.cookie?.includes(`${SESSION_COOKIE_PREFIX}.`) ?? false);
}
