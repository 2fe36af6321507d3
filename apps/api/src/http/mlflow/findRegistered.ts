import type { Prisma } from "@maskyard/store/prisma";
import { z } from "zod";
import { memberOf } from "../../domain/access/memberOf.ts";
import { ProjectAccess } from "../../domain/access/projectAccess.ts";
import { InvalidInputError, NotFoundError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { type Call, wholeSchema } from "./endpoint.ts";

/** What a query of registered models has to include. */
export const presentedRegistered = {
  versions: {
    include: { createdBy: { select: { email: true } }, run: { select: { id: true, experimentId: true } } },
    orderBy: { number: "desc" },
  },
  aliases: { orderBy: { name: "asc" } },
  createdBy: { select: { email: true } },
} as const satisfies Prisma.RegisteredModelInclude;

export type PresentedRegistered = Prisma.RegisteredModelGetPayload<{ include: typeof presentedRegistered }>;
export type PresentedVersion = PresentedRegistered["versions"][number];

const nameSchema = z.object({ name: z.string("Give the name.").min(1, "Give the name.") });
const VERSION = "The version is a number, counted from 1.";
const versionSchema = z.object({
  version: wholeSchema(
    z
      .number(VERSION)
      .int(VERSION)
      .min(1, VERSION)
      .max(2 ** 31 - 1, VERSION),
  ),
});

/** The model that a call names, for an actor with the role. MLflow knows no projects: the name has to be one of theirs alone. */
export async function requireRegistered(call: Call, role: "VIEWER" | "EDITOR"): Promise<PresentedRegistered> {
  const { services, actor, input } = call;
  const { name } = parseInput(nameSchema, input);
  const [model, second] = await services.prisma.registeredModel.findMany({
    where: { name, project: memberOf(actor) },
    include: presentedRegistered,
    take: 2,
  });
  if (model === undefined) throw new NotFoundError(`Registered Model with name=${name} not found`);
  if (second !== undefined) {
    throw new InvalidInputError(
      `More than one of your projects has a model "${name}", and MLflow's API does not say which is meant; rename one of them on its page.`,
      "name",
    );
  }
  await new ProjectAccess(services.prisma, actor).requireRole(model.projectId, role, "model");
  return model;
}

/** The version of it that a call names. */
export async function requireVersion(
  call: Call,
  role: "VIEWER" | "EDITOR",
): Promise<{ readonly model: PresentedRegistered; readonly version: PresentedVersion }> {
  const model = await requireRegistered(call, role);
  const { version: number } = parseInput(versionSchema, call.input);
  const version = model.versions.find((one) => one.number === number);
  if (version === undefined) throw new NotFoundError(`Model Version (name=${model.name}, version=${number}) not found`);
  return { model, version };
}
