import { GraphClient } from "./GraphClient.ts";
import { resolveServer } from "./resolveServer.ts";

/** A client of the server that environment, login or this checkout name. */
export async function connect(): Promise<GraphClient> {
  return new GraphClient(await resolveServer());
}
