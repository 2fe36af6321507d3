import { lookup as resolveName } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** The address is one that a webhook may not reach. */
export class ForbiddenAddressError extends Error {
  override name = "ForbiddenAddressError";
}

/** Whether the address is one of the public internet: not private, loopback, link-local, of documentation, multicast, translated, … */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}

/** Throws {@link ForbiddenAddressError} for a URL whose host is an address that is not public. A name is looked at when it is resolved. */
export function refusePrivateLiteral(url: URL, allowedHosts: readonly string[]): void {
  const host = hostOf(url);
  if (isIP(host) !== 0 && !allowedHosts.includes(host) && !isPublicAddress(host)) throw forbidden(host);
}

/**
 * Resolves names for a connection, and fails where one address of the name is not public: checked on the very addresses that are then
 * connected to, a name that is answered otherwise the next moment gains nothing. An operator can name hosts that are exempt.
 */
export function publicLookup(allowedHosts: readonly string[]): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      if (
        !allowedHosts.includes(hostname.toLowerCase()) &&
        !addresses.every(({ address }) => isPublicAddress(address))
      ) {
        return callback(forbidden(hostname), "", 0);
      }
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      if (first === undefined) return callback(new Error(`${hostname} has no address`), "", 0);
      return callback(null, first.address, first.family);
    });
  };
}

/** Lower case, and an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1").toLowerCase();
}

function forbidden(host: string): ForbiddenAddressError {
  return new ForbiddenAddressError(
    `${host} is not on the public internet. The administrator of the server can allow this host with MASKYARD_WEBHOOK_HOSTS.`,
  );
}
