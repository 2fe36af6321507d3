import { createHmac, timingSafeEqual } from "node:crypto";

/** Where a request carries its proof. */
export const MACHINE_PROOF_HEADER = "x-maskyard-proof";

/**
 * Shows that whoever sends `body` can read the server's secret, which lies in its data folder for the server's account alone. The secret
 * itself is not sent: a request that goes astray gives away nothing but one signed body.
 *
 * The command line signs in the same way: apps/cli/src/server/askMachine.ts.
 */
export function machineProof(secret: string, body: string): string {
  return createHmac("sha256", secret).update("maskyard machine\n").update(body).digest("base64url");
}

export function isMachineProof(secret: string, body: string, given: unknown): boolean {
  if (typeof given !== "string") return false;
  const wanted = Buffer.from(machineProof(secret, body));
  const got = Buffer.from(given);
  return got.length === wanted.length && timingSafeEqual(got, wanted);
}
