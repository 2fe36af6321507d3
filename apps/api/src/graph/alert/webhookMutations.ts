import { signedInActor } from "../../domain/access/signedInActor.ts";
import { retryAlertDelivery, testWebhook } from "../../domain/alert/deliveries.ts";
import {
  type CreatedWebhook as CreatedWebhookShape,
  createWebhook,
  deleteWebhook,
  rotateWebhookSecret,
  updateWebhook,
} from "../../domain/alert/webhooks.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { atLeastId } from "../builder/atLeastId.ts";
import { builder } from "../builder/builder.ts";
import { AlertDelivery, AlertKind, Webhook } from "./webhookType.ts";

const CreatedWebhook = builder.objectRef<CreatedWebhookShape>("CreatedWebhook").implement({
  fields: (t) => ({
    secret: t.exposeString("secret", { description: "Deliveries are signed with it. Shown this once." }),
    webhook: t.prismaField({ type: Webhook, resolve: (_query, created) => created.webhook }),
  }),
});

const CreateWebhookInput = builder.inputType("CreateWebhookInput", {
  fields: (t) => ({
    projectId: t.globalID({ required: true }),
    name: t.string({ required: true }),
    url: t.string({ required: true, description: "https or http, of the public internet." }),
    events: t.field({ type: [AlertKind], required: true }),
  }),
});

const UpdateWebhookInput = builder.inputType("UpdateWebhookInput", {
  description: "What is absent stays as it is.",
  fields: (t) => ({
    id: t.globalID({ required: true, for: Webhook }),
    name: t.string(),
    url: t.string(),
    events: t.field({ type: [AlertKind] }),
    enabled: t.boolean(),
  }),
});

const WebhookIdInput = builder.inputType("WebhookIdInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: Webhook }) }),
});

const RetryAlertDeliveryInput = builder.inputType("RetryAlertDeliveryInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: AlertDelivery }) }),
});

builder.mutationFields((t) => ({
  createWebhook: t.field({
    type: CreatedWebhook,
    description: "For owners, as everything about webhooks.",
    errors: {},
    args: { input: t.arg({ type: CreateWebhookInput, required: true }) },
    resolve: (_root, { input }, context) =>
      createWebhook(context, signedInActor(context), { ...input, projectId: input.projectId.id }),
  }),
  updateWebhook: t.prismaField({
    type: Webhook,
    errors: {},
    args: { input: t.arg({ type: UpdateWebhookInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      await updateWebhook(context, signedInActor(context), { ...input, id: input.id.id });
      return context.prisma.webhook.findUniqueOrThrow({ ...atLeastId(query), where: { id: input.id.id } });
    },
  }),
  rotateWebhookSecret: t.field({
    type: CreatedWebhook,
    description: "A new secret; the one before signs nothing from then on.",
    errors: {},
    args: { input: t.arg({ type: WebhookIdInput, required: true }) },
    resolve: (_root, { input }, context) => rotateWebhookSecret(context, signedInActor(context), input.id.id),
  }),
  deleteWebhook: t.field({
    type: "ID",
    description: "With its log. The data is the id.",
    errors: {},
    args: { input: t.arg({ type: WebhookIdInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      await deleteWebhook(context, signedInActor(context), input.id.id);
      return encodeGlobalId("Webhook", input.id.id);
    },
  }),
  testWebhook: t.prismaField({
    type: AlertDelivery,
    description: "Sends a test, as a delivery like any other.",
    errors: {},
    args: { input: t.arg({ type: WebhookIdInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const id = await testWebhook(context, signedInActor(context), input.id.id);
      return context.prisma.alertDelivery.findUniqueOrThrow({ ...atLeastId(query), where: { id } });
    },
  }),
  retryAlertDelivery: t.prismaField({
    type: AlertDelivery,
    description: "Sends at once, with all attempts anew, what was given up or waits.",
    errors: {},
    args: { input: t.arg({ type: RetryAlertDeliveryInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      await retryAlertDelivery(context, signedInActor(context), input.id.id);
      return context.prisma.alertDelivery.findUniqueOrThrow({ ...atLeastId(query), where: { id: input.id.id } });
    },
  }),
}));
