import type { FastifyInstance } from "fastify";
import type { Services } from "../services.ts";

const TIMEOUT_MS = 2_000;

/** `/healthz`: 200 while the API and Postgres answer, else 503. For process keepers; it tells nothing else. */
export async function healthRoute(fastify: FastifyInstance, { services }: { services: Services }): Promise<void> {
  // Those who ask at the same time share one answer: asking often costs no more than asking at all.
  let asked: Promise<boolean> | null = null;
  const databaseAnswers = (): Promise<boolean> => {
    asked ??= answersInTime(services.pool.query("SELECT 1")).finally(() => {
      asked = null;
    });
    return asked;
  };
  fastify.get("/healthz", { config: { anonymous: "never" } }, async (_request, reply) => {
    const database = await databaseAnswers();
    return reply
      .code(database ? 200 : 503)
      .header("cache-control", "no-store")
      .send({ status: database ? "ok" : "unavailable", database });
  });
}

async function answersInTime(query: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), TIMEOUT_MS);
  });
  const answered = query.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
