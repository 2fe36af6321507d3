import { newId, notify } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import { requireWebhook } from "./webhooks.ts";

/** Writes a delivery that says it is a test, and returns its id; it is sent as any other, also while the webhook is not enabled. */
export async function testWebhook(services: Services, actor: Actor, webhookId: string): Promise<string> {
  await requireWebhook(services, actor, webhookId);
  const id = newId();
  await services.prisma.alertDelivery.create({
    data: { id, webhookId, kind: "TEST", eventKey: `TEST:${id}`, detail: {} },
  });
  await notify(services.pool, "alert_queued", {});
  return id;
}

/** Sends once more, at once and with all its attempts, what was given up or waits. */
export async function retryAlertDelivery(services: Services, actor: Actor, deliveryId: string): Promise<void> {
  const delivery = await services.prisma.alertDelivery.findUnique({ where: { id: deliveryId } });
  await requireWebhook(services, actor, delivery?.webhookId);
  const { count } = await services.prisma.alertDelivery.updateMany({
    where: { id: deliveryId, state: { in: ["GAVE_UP", "PENDING"] }, claimedUntil: null },
    data: { state: "PENDING", attempts: 0, notBefore: new Date() },
  });
  if (count === 0) throw new ConflictError("This delivery has already arrived or is being sent right now.");
  await notify(services.pool, "alert_queued", {});
}
