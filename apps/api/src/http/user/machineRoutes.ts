import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { InvalidInputError, NotFoundError, UnauthenticatedError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { createSignInLink } from "../../domain/user/createSignInLink.ts";
import { forgetPassword } from "../../domain/user/forgetPassword.ts";
import { isMachineProof, MACHINE_PROOF_HEADER } from "../../domain/user/machineProof.ts";
import type { Services } from "../../services.ts";

const BODY_BYTES_MAX = 4 * 1024;
/** How far the clock of a request may be from ours: a recorded request must not work for ever. */
const CLOCK_MS_MAX = 60_000;

const inputSchema = z.object({
  at: z.iso.datetime(),
  email: z.string().max(320).nullish(),
  forgetPassword: z.boolean().nullish(),
});

/**
 * What may be done by whoever works on the server's machine, before anybody is signed in: `POST /api/machine/sign-in-link` gives a link
 * that signs in once. Such requests are signed with the server's secret.
 */
export async function machineRoutes(fastify: FastifyInstance, { services }: { services: Services }): Promise<void> {
  const { environment, prisma, logger } = services;
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => done(null, body));

  fastify.post(
    "/api/machine/sign-in-link",
    { bodyLimit: BODY_BYTES_MAX, config: { anonymous: "always" } },
    async (request, reply) => {
      const body = typeof request.body === "string" ? request.body : "";
      if (!isMachineProof(environment.secret, body, request.headers[MACHINE_PROOF_HEADER])) {
        throw new UnauthenticatedError("This needs the server's secret: run maskyard sign-in-link on its machine.");
      }
      const input = parseInput(inputSchema, parseJson(body));
      if (Math.abs(Date.parse(input.at) - Date.now()) > CLOCK_MS_MAX) {
        throw new InvalidInputError(`This request is of ${input.at}; send one of now.`, "at");
      }
      const email = (input.email ?? environment.adminEmail).trim().toLowerCase();
      const user = await prisma.user.findUnique({ where: { email }, select: { id: true } });
      if (user === null) {
        throw new NotFoundError(`Nobody has an account with the address ${email}.`);
      }
      if (input.forgetPassword) await forgetPassword(prisma, user.id);
      const link = await createSignInLink(environment, prisma, logger, email);
      return reply.header("cache-control", "no-store").send({ ...link, expiresAt: link.expiresAt.toISOString() });
    },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidInputError("The body is no JSON.");
  }
}
