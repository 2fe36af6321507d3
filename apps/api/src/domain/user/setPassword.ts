import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ForbiddenError, InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import { hashPassword, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, verifyPassword } from "./passwords.ts";

const inputSchema = z.object({
  newPassword: z
    .string()
    .min(PASSWORD_LENGTH_MIN, `A password has at least ${PASSWORD_LENGTH_MIN} characters.`)
    .max(PASSWORD_LENGTH_MAX, `A password has at most ${PASSWORD_LENGTH_MAX} characters.`),
  currentPassword: z.string().nullish(),
});

/**
 * Gives the actor a password, the first one (after a one-time link) or another in place of the current one, and ends all
 * other sessions' right to go on by deleting them. An API token cannot do this: it must not become a session.
 */
export async function setPassword(services: Services, actor: Actor, input: unknown): Promise<void> {
  if (actor.credential !== "session") {
    throw new ForbiddenError("Set the password in the dashboard. It cannot be set with an API token.");
  }
  const { newPassword, currentPassword } = parseInput(inputSchema, input);
  const account = await services.prisma.account.findFirst({
    where: { userId: actor.userId, providerId: "credential" },
  });
  if (account?.password != null) {
    const isRight = await verifyPassword({ hash: account.password, password: currentPassword ?? "" });
    if (!isRight) {
      throw new InvalidInputError("This is not your current password.", "currentPassword");
    }
  }
  const password = await hashPassword(newPassword);
  const writeAccount =
    account === null
      ? services.prisma.account.create({
          data: {
            id: crypto.randomUUID(),
            userId: actor.userId,
            accountId: actor.userId,
            providerId: "credential",
            password,
          },
        })
      : services.prisma.account.update({ where: { id: account.id }, data: { password } });
  const endOtherSessions = services.prisma.session.deleteMany({
    where: { userId: actor.userId, id: { not: actor.sessionId ?? "" } },
  });
  await services.prisma.$transaction([writeAccount, endOtherSessions]);
}
