import { CliError } from "../errors/CliError.ts";
import type { GraphClient } from "./GraphClient.ts";
import { graphql } from "./graphql.ts";

const WEBHOOKS = graphql`query Webhooks {
  projects { id slug }
  webhooks { id name host url events enabled project { id slug } deliveries(first: 1) { state kind createdAt } }
}`;

export interface WebhookNode {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly events: readonly string[];
  readonly enabled: boolean;
  readonly project: { readonly slug: string };
  readonly deliveries: readonly { readonly state: string }[];
}

/** The webhooks, and the projects that can have some. */
export function readWebhooks(client: GraphClient): Promise<{
  readonly projects: readonly { readonly id: string; readonly slug: string }[];
  readonly webhooks: readonly WebhookNode[];
}> {
  return client.request(WEBHOOKS);
}

/** A webhook by its name or id. */
export async function findWebhook(client: GraphClient, nameOrId: string): Promise<WebhookNode> {
  const { webhooks } = await readWebhooks(client);
  const [first, second] = webhooks.filter(({ id, name }) => id === nameOrId || name === nameOrId);
  if (first && !second) return first;
  throw new CliError(
    first ? "AMBIGUOUS" : "NOT_FOUND",
    first
      ? `More than one webhook is called ${JSON.stringify(nameOrId)}; give the id, which maskyard alerts list --json shows.`
      : `There is no webhook ${JSON.stringify(nameOrId)}; maskyard alerts list shows those there are.`,
  );
}
