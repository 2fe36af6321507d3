import { memberOf } from "../../domain/access/memberOf.ts";
import { builder } from "../builder/builder.ts";
import type { GraphContext } from "../builder/context.ts";

const DELIVERIES_MAX = 200;
const DEFAULT_DELIVERIES = 50;

export const AlertKind = builder.enumType("AlertKind", {
  description:
    "RUN_FINISHED: succeeded. RUN_FAILED: for good, its attempts spent. RUN_DIVERGED: its loss is no finite number, or a rule came true. TRAINER_LOST: a trainer stopped responding while it trained a run. TEST: somebody pressed the button.",
  values: ["RUN_FINISHED", "RUN_FAILED", "RUN_DIVERGED", "TRAINER_LOST", "TEST"] as const,
});

export const AlertDeliveryState = builder.enumType("AlertDeliveryState", {
  description: "PENDING: waits for its next attempt. GAVE_UP: no more attempts are made by themselves.",
  values: ["PENDING", "DELIVERED", "GAVE_UP"] as const,
});

export const AlertDelivery = builder.prismaNode("AlertDelivery", {
  id: { field: "id" },
  description: "One event for one webhook, and how sending it went.",
  authScopes: async (delivery, context) => ({ seesProject: await projectOfWebhook(context, delivery.webhookId) }),
  findUnique: (id, context) => ({ id, webhook: { deletedAt: null, project: memberOf(context.actor) } }),
  fields: (t) => ({
    kind: t.expose("kind", { type: AlertKind }),
    state: t.expose("state", { type: AlertDeliveryState }),
    attempts: t.exposeInt("attempts"),
    responseStatus: t.exposeInt("responseStatus", { nullable: true, description: "HTTP status of the last attempt." }),
    problem: t.exposeString("problem", { nullable: true, description: "Of the last attempt, as a sentence." }),
    detail: t.expose("detail", { type: "JSON", description: "What is told: run, rule, trainer." }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    deliveredAt: t.expose("deliveredAt", { type: "DateTime", nullable: true }),
    nextAttemptAt: t.field({
      type: "DateTime",
      nullable: true,
      resolve: (delivery) => (delivery.state === "PENDING" ? delivery.notBefore : null),
    }),
    run: t.relation("run", { nullable: true }),
    webhook: t.relation("webhook"),
  }),
});

export const Webhook = builder.prismaNode("Webhook", {
  id: { field: "id" },
  description: "Where a project's alerts are sent.",
  authScopes: (webhook) => ({ seesProject: webhook.projectId }),
  findUnique: (id, context) => ({ id, deletedAt: null, project: memberOf(context.actor) }),
  fields: (t) => ({
    name: t.exposeString("name"),
    host: t.string({ resolve: (webhook) => new URL(webhook.url).host }),
    url: t.string({
      nullable: true,
      description:
        "For the project's owners; null for others, since an address may be all that it takes to post there.",
      resolve: async (webhook, _args, context) =>
        (await context.access.roles()).get(webhook.projectId) === "OWNER" ? webhook.url : null,
    }),
    events: t.expose("events", { type: [AlertKind] }),
    enabled: t.boolean({ resolve: (webhook) => webhook.disabledAt === null }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    createdBy: t.relation("createdBy", { nullable: true }),
    project: t.relation("project"),
    deliveries: t.relation("deliveries", {
      description: `The last ones, newest first, at most ${DELIVERIES_MAX}.`,
      args: { first: t.arg.int({ defaultValue: DEFAULT_DELIVERIES }) },
      query: ({ first }) => ({
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: Math.max(1, Math.min(first ?? DEFAULT_DELIVERIES, DELIVERIES_MAX)),
      }),
    }),
  }),
});

async function projectOfWebhook(context: GraphContext, webhookId: string): Promise<string> {
  const webhook = await context.prisma.webhook.findUnique({ where: { id: webhookId }, select: { projectId: true } });
  return webhook?.projectId ?? "";
}

builder.queryField("webhooks", (t) =>
  t.prismaField({
    type: [Webhook],
    description: "Of the viewer's projects, or of one, by name.",
    args: { projectId: t.arg.globalID() },
    resolve: (query, _root, { projectId }, context) =>
      context.prisma.webhook.findMany({
        ...query,
        where: {
          deletedAt: null,
          project: memberOf(context.actor),
          ...(projectId == null ? {} : { projectId: projectId.id }),
        },
        orderBy: [{ name: "asc" }, { id: "asc" }],
      }),
  }),
);
