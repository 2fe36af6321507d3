import { createHmac } from "node:crypto";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { publicLookup, refusePrivateLiteral } from "./publicAddress.ts";

/** Connection, request and the answer's head together. */
const TIMEOUT_MS = 10_000;

export interface WebhookRequest {
  readonly url: string;
  /** Signs; see {@link webhookSignature}. */
  readonly secret: string;
  readonly event: string;
  /** The same at every attempt: what a receiver knows a repetition by. */
  readonly deliveryId: string;
  readonly body: string;
  /** Hosts that may have addresses that are not public. */
  readonly allowedHosts: readonly string[];
  readonly signal: AbortSignal;
  readonly now: Date;
}

/** `sha256=` and the HMAC-SHA256 of "TIMESTAMP.BODY" in hexadecimal: the time is signed too, so that an old request cannot be sent again. */
export function webhookSignature(secret: string, timestampSeconds: number, body: string): string {
  return `sha256=${createHmac("sha256", secret).update(`${timestampSeconds}.${body}`).digest("hex")}`;
}

/**
 * POSTs the body and resolves with the answer's status; what is in the answer is not read. A redirect is an answer as any other and is not
 * followed: where it leads was not what the project's owner entered. Throws when there is no answer within 10 s, and
 * `ForbiddenAddressError` when the address is not one of the public internet.
 */
export async function sendWebhook(webhook: WebhookRequest): Promise<number> {
  const url = new URL(webhook.url);
  refusePrivateLiteral(url, webhook.allowedHosts);
  const timestampSeconds = Math.floor(webhook.now.getTime() / 1000);
  const body = Buffer.from(webhook.body);
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        method: "POST",
        // A connection of its own: none of an earlier request is taken, whose address was another.
        agent: false,
        lookup: publicLookup(webhook.allowedHosts),
        signal: AbortSignal.any([webhook.signal, AbortSignal.timeout(TIMEOUT_MS)]),
        headers: {
          "content-type": "application/json",
          "content-length": body.length,
          "user-agent": "Maskyard",
          "x-maskyard-event": webhook.event,
          "x-maskyard-delivery": webhook.deliveryId,
          "x-maskyard-timestamp": String(timestampSeconds),
          "x-maskyard-signature": webhookSignature(webhook.secret, timestampSeconds, webhook.body),
        },
      },
      (response) => {
        response.destroy();
        resolve(response.statusCode ?? 0);
      },
    );
    call.on("error", reject);
    call.end(body);
  });
}
