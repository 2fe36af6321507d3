import type { ApiToken } from "@maskyard/store/prisma";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { parseInput } from "../errors/parseInput.ts";
import { withoutControls } from "../errors/withoutControls.ts";
import { makeTokenText, tokenPrefix, tokenSha256 } from "./tokenText.ts";

const inputSchema = z.object({
  name: withoutControls(z.string().trim().min(1, "Give the token a name.").max(100)),
  expiresAt: z
    .date()
    .refine((moment) => moment.getTime() > Date.now(), "This moment has passed; choose a later one.")
    .nullish(),
});

export interface CreatedApiToken {
  /** The only time it is known. */
  readonly token: string;
  readonly apiToken: ApiToken;
}

export async function createApiToken(
  services: Pick<Services, "prisma">,
  actor: Pick<Actor, "userId">,
  input: unknown,
): Promise<CreatedApiToken> {
  const { name, expiresAt } = parseInput(inputSchema, input);
  const token = makeTokenText();
  const apiToken = await services.prisma.apiToken.create({
    data: {
      userId: actor.userId,
      name,
      prefix: tokenPrefix(token),
      sha256: tokenSha256(token),
      expiresAt: expiresAt ?? null,
    },
  });
  return { token, apiToken };
}
