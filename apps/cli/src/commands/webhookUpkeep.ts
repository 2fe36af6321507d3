import type { CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findWebhook } from "../server/findWebhook.ts";
import { graphql } from "../server/graphql.ts";

const UPDATE = graphql`mutation EnableWebhook($input: UpdateWebhookInput!) {
  updateWebhook(input: $input) { ${ERROR_FIELDS} ... on UpdateWebhookSuccess { data { id name enabled } } }
}`;
const RENEW = graphql`mutation RotateWebhookSecret($input: WebhookIdInput!) {
  rotateWebhookSecret(input: $input) {
    ${ERROR_FIELDS}
    ... on RotateWebhookSecretSuccess { data { secret webhook { id name } } }
  }
}`;

/** Switches a webhook on or off; what happens while it is off is not told later. */
export async function setEnabled(nameOrId: string, enabled: boolean, options: CommonOptions): Promise<void> {
  const client = await connect();
  const { id, name } = await findWebhook(client, nameOrId);
  const { updateWebhook } = await client.request<{ updateWebhook: MutationResult<object> }>(UPDATE, {
    input: { id, enabled },
  });
  const updated = dataOf(updateWebhook);
  if (options.json) return printJson(updated);
  printLine(enabled ? `"${name}" is on again.` : `"${name}" is off.`);
}

export async function renewSecret(nameOrId: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const { id, name } = await findWebhook(client, nameOrId);
  const { rotateWebhookSecret } = await client.request<{ rotateWebhookSecret: MutationResult<{ secret: string }> }>(
    RENEW,
    { input: { id } },
  );
  const renewed = dataOf(rotateWebhookSecret);
  if (options.json) return printJson(renewed);
  printLine(`Deliveries to "${name}" are now signed with this secret, which is shown only once:`);
  printLine(renewed.secret);
}
