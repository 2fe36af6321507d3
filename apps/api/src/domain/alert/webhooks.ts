import type { Webhook } from "@maskyard/store/prisma";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { addWithinBound } from "../access/addWithinBound.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import { withoutControls } from "../errors/withoutControls.ts";
import { ForbiddenAddressError, refusePrivateLiteral } from "./publicAddress.ts";
import { makeWebhookSecret, sealSecret } from "./sealedSecret.ts";

const WEBHOOKS_MAX = 20;

const name = withoutControls(
  z.string().trim().min(1, "Give the webhook a name.").max(100, "A name has at most 100 characters."),
);
const url = z
  .url({ protocol: /^https?$/, error: "The address is a URL that begins with https:// or http://." })
  .max(2_000, "An address has at most 2,000 characters.")
  .refine((text) => URL.canParse(text) && new URL(text).username === "" && new URL(text).password === "", {
    message: "The address must not contain a user name or password.",
  });
const events = z
  .array(z.enum(["RUN_FINISHED", "RUN_FAILED", "RUN_DIVERGED", "TRAINER_LOST"], "A test cannot be subscribed to."))
  .min(1, "Choose at least one event.")
  .transform((chosen) => [...new Set(chosen)]);

const createSchema = z.object({ projectId: z.string(), name, url, events });
const updateSchema = z.object({
  id: z.string(),
  name: name.nullish(),
  url: url.nullish(),
  events: events.nullish(),
  enabled: z.boolean().nullish(),
});

export interface CreatedWebhook {
  /** The only time it is known. */
  readonly secret: string;
  readonly webhook: Webhook;
}

/** For owners: what is sent leaves the project. */
export async function createWebhook(services: Services, actor: Actor, input: unknown): Promise<CreatedWebhook> {
  const values = parseInput(createSchema, input);
  await new ProjectAccess(services.prisma, actor).requireRole(values.projectId, "OWNER", "project");
  requireReachable(services, values.url);
  const { projectId } = values;
  const secret = makeWebhookSecret();
  const sealedSecret = sealSecret(secret, services.environment.secret);
  const webhook = await addWithinBound(services.prisma, { projectId }, async (transaction) => {
    if ((await transaction.webhook.count({ where: { projectId, deletedAt: null } })) >= WEBHOOKS_MAX) {
      throw new ConflictError(`A project has at most ${WEBHOOKS_MAX} webhooks. Delete one first.`);
    }
    return transaction.webhook.create({ data: { ...values, sealedSecret, createdById: actor.userId } });
  });
  return { secret, webhook };
}

/** What is absent stays as it is. While it is not enabled nothing is written for it, and what waits is held back. */
export async function updateWebhook(services: Services, actor: Actor, input: unknown): Promise<void> {
  const values = parseInput(updateSchema, input);
  await requireWebhook(services, actor, values.id);
  if (values.url != null) requireReachable(services, values.url);
  const { id, enabled } = values;
  await services.prisma.$transaction([
    // One that is deleted gets no address back.
    services.prisma.webhook.update({
      where: { id, deletedAt: null },
      data: {
        ...(values.name == null ? {} : { name: values.name }),
        ...(values.url == null ? {} : { url: values.url }),
        ...(values.events == null ? {} : { events: values.events }),
        ...(enabled ? { disabledAt: null } : {}),
      },
    }),
    // Not enabled already, it keeps since when.
    ...(enabled === false
      ? [services.prisma.webhook.updateMany({ where: { id, disabledAt: null }, data: { disabledAt: new Date() } })]
      : []),
  ]);
}

/** A new secret; the one before signs nothing from then on. */
export async function rotateWebhookSecret(services: Services, actor: Actor, id: string): Promise<CreatedWebhook> {
  await requireWebhook(services, actor, id);
  const secret = makeWebhookSecret();
  const webhook = await services.prisma.webhook.update({
    where: { id, deletedAt: null },
    data: { sealedSecret: sealSecret(secret, services.environment.secret) },
  });
  return { secret, webhook };
}

/** With its log. The row stays without address and secret: a run that ends at this moment may be writing a delivery for it. */
export async function deleteWebhook(services: Services, actor: Actor, id: string): Promise<void> {
  await requireWebhook(services, actor, id);
  await services.prisma.$transaction([
    services.prisma.webhook.update({
      where: { id },
      data: { deletedAt: new Date(), url: "https://deleted.invalid/", sealedSecret: "" },
    }),
    services.prisma.alertDelivery.deleteMany({ where: { webhookId: id } }),
  ]);
}

/** The webhook, where the actor owns its project. */
export async function requireWebhook(services: Services, actor: Actor, id: string | undefined): Promise<Webhook> {
  const webhook = id === undefined ? null : await services.prisma.webhook.findUnique({ where: { id } });
  const projectId = webhook?.deletedAt === null ? webhook.projectId : null;
  await new ProjectAccess(services.prisma, actor).requireRole(projectId, "OWNER", "webhook");
  if (webhook === null) throw new Error("requireWebhook: expected requireRole to refuse a webhook that is not there");
  return webhook;
}

function requireReachable(services: Services, address: string): void {
  try {
    refusePrivateLiteral(new URL(address), services.environment.webhookHosts);
  } catch (error) {
    if (error instanceof ForbiddenAddressError) throw new InvalidInputError(error.message, "url");
    throw error;
  }
}
