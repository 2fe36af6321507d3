import { join } from "node:path";
import { BlobStore, createDatabase, LogWriter } from "@maskyard/store";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { AlertCourier } from "../domain/alert/AlertCourier.ts";
import { EventHub } from "../domain/events/EventHub.ts";
import { allowImageLoadersOnly } from "../domain/image/allowImageLoadersOnly.ts";
import { ImportRunner } from "../domain/import/ImportRunner.ts";
import { QueueSweeper } from "../domain/run/QueueSweeper.ts";
import { RunFeeds } from "../domain/run/RunFeeds.ts";
import { TouchedRuns } from "../domain/run/TouchedRuns.ts";
import { UploadStore } from "../domain/upload/UploadStore.ts";
import { createAuthentication } from "../domain/user/authentication.ts";
import type { Work } from "../domain/work/Work.ts";
import { WorkerPool } from "../domain/work/WorkerPool.ts";
import type { Environment } from "../environment.ts";
import type { Services } from "../services.ts";
import { createServer } from "./createServer.ts";

export interface Api {
  readonly services: Services;
  readonly fastify: FastifyInstance;
  readonly imports: ImportRunner;
  readonly alerts: AlertCourier;
  /** Every route of the API itself, as the tests enumerate them. */
  readonly routes: readonly { readonly method: string; readonly url: string }[];
  /** Listens where the environment says; returns the address. */
  listen(): Promise<string>;
  /** Ends open connections and running imports, then the database's. */
  close(): Promise<void>;
}

interface StartOptions {
  /** Where heavy work is done; in processes of its own unless a test does it here. */
  readonly makeWork?: (services: Omit<Services, "work">) => Work;
}

/** Everything of the API process, put together from its settings. Postgres may be away: requests then say so until it is back. */
export async function startApi(
  environment: Environment,
  logger: Logger,
  { makeWork = () => new WorkerPool(environment.work, environment, logger) }: StartOptions = {},
): Promise<Api> {
  allowImageLoadersOnly();
  const database = createDatabase(environment.databaseUrl, {
    applicationName: "maskyard api",
    maxConnections: 16,
    onConnectionError: (error) => logger.warn({ err: error }, "a database connection was lost"),
  });
  const events = new EventHub(environment.databaseUrl, logger);
  const basics = {
    environment,
    prisma: database.prisma,
    pool: database.pool,
    blobs: new BlobStore(join(environment.dataFolder, "blobs")),
    events,
    runFeeds: new RunFeeds(events),
    touchedRuns: new TouchedRuns(events, database.prisma, logger),
    logWriter: new LogWriter(database.pool),
    logger,
  };
  const services: Services = { ...basics, work: makeWork(basics) };
  const uploads = new UploadStore(services);
  const imports = new ImportRunner(services, uploads);
  const authentication = createAuthentication(environment, database.prisma, logger);
  const routes: { method: string; url: string }[] = [];
  const fastify = await createServer({
    services,
    authentication,
    imports,
    uploads,
    onRoute: (route) => routes.push(route),
  });
  await events.start();
  await imports.start();
  await uploads.start();
  const sweeper = new QueueSweeper(database.pool, logger);
  sweeper.start();
  const alerts = new AlertCourier(services);
  alerts.start();
  return {
    services,
    fastify,
    imports,
    alerts,
    routes,
    listen: () => fastify.listen({ host: environment.host, port: environment.port }),
    async close() {
      await sweeper.close();
      await alerts.close();
      await imports.close();
      // Requests that wait for work are let go, or the server would wait for them.
      await services.work.close();
      await uploads.close();
      await events.close();
      await fastify.close();
      await database.close();
    },
  };
}
