import type { Command } from "commander";
import { usageError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { wholeNumberBetween } from "../input/parseNumber.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findProject } from "../server/findProject.ts";
import { findWebhook, readWebhooks } from "../server/findWebhook.ts";
import { graphql } from "../server/graphql.ts";
import { addRule, listRules, removeRule } from "./alertRules.ts";
import { renewSecret, setEnabled } from "./webhookUpkeep.ts";

const CREATE = graphql`mutation CreateWebhook($input: CreateWebhookInput!) {
  createWebhook(input: $input) {
    ${ERROR_FIELDS}
    ... on CreateWebhookSuccess { data { secret webhook { id name events } } }
  }
}`;
const DELETE = graphql`mutation DeleteWebhook($input: WebhookIdInput!) {
  deleteWebhook(input: $input) { ${ERROR_FIELDS} ... on DeleteWebhookSuccess { data } }
}`;
const TEST = graphql`mutation TestWebhook($input: WebhookIdInput!) {
  testWebhook(input: $input) { ${ERROR_FIELDS} ... on TestWebhookSuccess { data { id state } } }
}`;
const LOG = graphql`query WebhookLog($id: ID!) {
  node(id: $id) { ... on Webhook {
    deliveries(first: 100) { id kind state attempts responseStatus problem createdAt deliveredAt nextAttemptAt run { number } }
  } }
}`;

/** What a person types for each event. */
const EVENTS: Readonly<Record<string, string>> = {
  finished: "RUN_FINISHED",
  failed: "RUN_FAILED",
  diverged: "RUN_DIVERGED",
  "trainer-lost": "TRAINER_LOST",
};

interface DeliveryNode {
  readonly kind: string;
  readonly state: string;
  readonly attempts: number;
  readonly responseStatus: number | null;
  readonly problem: string | null;
  readonly createdAt: string;
  readonly run: { readonly number: number } | null;
}

interface AddOptions extends CommonOptions {
  readonly on?: string;
  readonly project?: string;
}

export function registerAlerts(program: Command): void {
  const alerts = program
    .command("alerts")
    .description("webhooks told when runs finish, fail, diverge or lose their trainer; and rules for diverging");
  addCommand(alerts, "list", "list the webhooks").action(list);
  addCommand(
    alerts,
    "add <name> <url>",
    "tell an address; prints the secret that deliveries are signed with, this once",
  )
    .option("--on <events>", `some of ${Object.keys(EVENTS).join(",")}; all when absent`)
    .option("--project <slug>", "the project (slug or id); the only one when absent")
    .action(add);
  addCommand(alerts, "test <name>", "send a test (name or id)").action(sendTest);
  addCommand(alerts, "log <name>", "list the last deliveries (name or id)").action(log);
  addCommand(alerts, "off <name>", "tell it nothing until it is switched on again (name or id)").action(
    (name: string, options: CommonOptions) => setEnabled(name, false, options),
  );
  addCommand(alerts, "on <name>", "tell it again (name or id)").action((name: string, options: CommonOptions) =>
    setEnabled(name, true, options),
  );
  addCommand(
    alerts,
    "new-secret <name>",
    "sign with a new secret, printed this once; the one before signs nothing from then on",
  ).action(renewSecret);
  addCommand(alerts, "remove <name>", "delete a webhook with its log (name or id)").action(remove);
  addCommand(alerts, "rules", "list the rules by which a run has diverged").action(listRules);
  addCommand(
    alerts,
    "add-rule <series> <comparison> [value]",
    "a run has diverged when a series is above or below a value, or not-finite",
  )
    .option("--points <number>", "so many in a row", wholeNumberBetween(1, 1_000_000))
    .option("--project <slug>", "the project (slug or id); the only one when absent")
    .action(addRule);
  addCommand(alerts, "remove-rule <id>", "delete a rule").action(removeRule);
}

async function list(options: CommonOptions): Promise<void> {
  const client = await connect();
  const { webhooks } = await readWebhooks(client);
  if (options.json) return printJson(webhooks);
  printTable(
    ["NAME", "HOST", "ON", "LAST", "PROJECT"],
    webhooks.map(({ name, host, events, enabled, deliveries, project }) => [
      name,
      host,
      enabled ? events.map(eventName).join(" ") : "(off)",
      deliveries[0]?.state.toLowerCase().replace("_", " ") ?? "",
      project.slug,
    ]),
  );
}

async function add(name: string, url: string, options: AddOptions): Promise<void> {
  const events = (options.on ?? Object.keys(EVENTS).join(",")).split(",").map((event) => {
    const known = EVENTS[event.trim()];
    if (known === undefined) {
      throw usageError(`There is no event ${JSON.stringify(event)}; there are ${Object.keys(EVENTS).join(", ")}.`);
    }
    return known;
  });
  const client = await connect();
  const { projects } = await readWebhooks(client);
  const input = { projectId: findProject(projects, options.project).id, name, url, events };
  const { createWebhook } = await client.request<{
    createWebhook: MutationResult<{ secret: string; webhook: { id: string; name: string } }>;
  }>(CREATE, { input });
  const created = dataOf(createWebhook);
  if (options.json) return printJson(created);
  printLine(
    `"${created.webhook.name}" was added. Its deliveries are signed with this secret, which is shown only once:`,
  );
  printLine(created.secret);
}

async function sendTest(name: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const { id } = await findWebhook(client, name);
  const { testWebhook } = await client.request<{ testWebhook: MutationResult<{ id: string }> }>(TEST, {
    input: { id },
  });
  const delivery = dataOf(testWebhook);
  if (options.json) return printJson(delivery);
  printLine(`A test is being sent. See the result with maskyard alerts log ${JSON.stringify(name)}.`);
}

async function log(name: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const { id } = await findWebhook(client, name);
  const { node } = await client.request<{ node: { deliveries: DeliveryNode[] } | null }>(LOG, { id });
  const deliveries = node?.deliveries ?? [];
  if (options.json) return printJson(deliveries);
  printTable(
    ["AT", "EVENT", "RUN", "STATE", "ATTEMPTS", "ANSWER", "PROBLEM"],
    deliveries.map((one) => [
      one.createdAt,
      eventName(one.kind),
      one.run === null ? "" : `#${one.run.number}`,
      one.state.toLowerCase().replace("_", " "),
      one.attempts,
      one.responseStatus ?? "",
      one.problem ?? "",
    ]),
  );
}

async function remove(name: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const { id } = await findWebhook(client, name);
  const { deleteWebhook } = await client.request<{ deleteWebhook: MutationResult<string> }>(DELETE, { input: { id } });
  dataOf(deleteWebhook);
  if (options.json) return printJson({ id });
  printLine(`Deleted ${JSON.stringify(name)}.`);
}

function eventName(kind: string): string {
  return Object.keys(EVENTS).find((name) => EVENTS[name] === kind) ?? kind.toLowerCase();
}
