import type { Actor } from "../../domain/access/actor.ts";
import { ProjectAccess } from "../../domain/access/projectAccess.ts";
import type { RequestServices, Services } from "../../services.ts";

/** What a resolver gets: the services, who asks and what they may see. Made anew for every request and every event. */
export interface GraphContext extends RequestServices {
  readonly actor: Actor | null;
  readonly access: ProjectAccess;
  readonly requestId: string;
}

export function createGraphContext(
  services: Services,
  actor: Actor | null,
  { requestId, signal }: Pick<GraphContext, "requestId" | "signal">,
): GraphContext {
  return { ...services, actor, access: new ProjectAccess(services.prisma, actor), requestId, signal };
}
