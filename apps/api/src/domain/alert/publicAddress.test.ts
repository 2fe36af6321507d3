import { expect, test } from "vitest";
import { isPublicAddress, publicLookup, refusePrivateLiteral } from "./publicAddress.ts";

test.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.1",
  "192.0.2.1",
  "192.168.1.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "64:ff9b::7f00:1",
  "100::1",
  "2001:db8::1",
  "2001::1",
  "2002:7f00:1::",
  "fc00::1",
  "fd12:3456::1",
  "fe80::1",
  "fec0::1",
  "ff02::1",
  "not an address",
])("%s is not public", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(["1.1.1.1", "8.8.8.8", "172.32.0.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"])("%s is public", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

/** What a connection to the host would be told; all addresses, as Node's sockets ask. */
const resolved = (hostname: string, allowedHosts: string[] = []) =>
  new Promise((resolve) => {
    publicLookup(allowedHosts)(hostname, { all: true }, (error, addresses) => resolve(error ?? addresses));
  });

test("a name that stands for an address that is not public is refused when it is resolved, unless its host is allowed", async () => {
  expect(await resolved("localhost")).toMatchObject({ name: "ForbiddenAddressError" });
  expect(await resolved("localhost", ["localhost"])).toContainEqual({ address: "127.0.0.1", family: 4 });
});

test("literal addresses are looked at in any way of writing", () => {
  for (const address of ["http://127.1/", "http://0177.0.0.1/", "http://[::ffff:7f00:1]/", "http://017700000001/"]) {
    expect(() => refusePrivateLiteral(new URL(address), [])).toThrow("is not on the public internet");
  }
  expect(() => refusePrivateLiteral(new URL("http://[::1]/"), ["::1"])).not.toThrow();
  expect(() => refusePrivateLiteral(new URL("https://example.org/"), [])).not.toThrow();
});
