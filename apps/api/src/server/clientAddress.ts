import type { IncomingMessage } from "node:http";
import proxyAddress from "@fastify/proxy-addr";

/**
 * Tells the address that a request came from: that of its connection, or, where that is one of the trusted proxies, what the proxy
 * wrote into X-Forwarded-For. A stranger may write there too, which counts for nothing.
 *
 * @param trustedProxies addresses and networks (`10.0.0.0/8`), or `loopback`, `linklocal`, `uniquelocal`
 */
export function clientAddressBy(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const isTrusted = proxyAddress.compile([...trustedProxies]);
  return (request) => proxyAddress(request, isTrusted);
}
