import type { PrismaClient } from "@maskyard/store/prisma";
import type { Logger } from "pino";
import type { Environment } from "../../environment.ts";
import { createAuthentication, LOGIN_LINK_SECONDS } from "./authentication.ts";

export interface SignInLink {
  /** Signs this person in, once. */
  readonly url: string;
  readonly email: string;
  readonly expiresAt: Date;
}

/** A link that signs the person with this address in. There must be one: links make no accounts. */
export async function createSignInLink(
  environment: Environment,
  prisma: PrismaClient,
  logger: Logger,
  email: string,
): Promise<SignInLink> {
  let url = "";
  // One of its own, so that the link it hands out is this one and not another's of the same moment.
  const authentication = createAuthentication(environment, prisma, logger, (link) => {
    url = link.url;
  });
  const expiresAt = new Date(Date.now() + LOGIN_LINK_SECONDS * 1000);
  await authentication.api.signInMagicLink({
    body: { email, callbackURL: "/", errorCallbackURL: "/sign-in" },
    headers: new Headers({ host: new URL(environment.publicUrl).host }),
  });
  if (url === "") {
    throw new Error("createSignInLink: expected better-auth to hand out a link, got none");
  }
  return { url, email, expiresAt };
}
