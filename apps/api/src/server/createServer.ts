import { randomUUID } from "node:crypto";
import fastifyFactory, { type FastifyInstance, LogController } from "fastify";
import { TooManyRequestsError } from "../domain/errors/expectedErrors.ts";
import type { ImportRunner } from "../domain/import/ImportRunner.ts";
import type { UploadStore } from "../domain/upload/UploadStore.ts";
import type { Authentication } from "../domain/user/authentication.ts";
import { schema } from "../graph/schema.ts";
import { answerHttpError } from "../http/errors/httpErrors.ts";
import { exportRoutes } from "../http/export/exportRoutes.ts";
import { fileRoutes } from "../http/files/fileRoutes.ts";
import { followRequests } from "../http/files/requestSignal.ts";
import { importRoutes } from "../http/import/importRoutes.ts";
import { ledgerRoutes } from "../http/import/ledgerRoutes.ts";
import { artifactRoutes } from "../http/mlflow/artifactRoutes.ts";
import { mlflowRoutes } from "../http/mlflow/mlflowRoutes.ts";
import { modelFileRoutes } from "../http/registeredModel/modelFileRoutes.ts";
import { artifactFileRoute } from "../http/runArtifact/artifactFileRoute.ts";
import { runExportRoutes } from "../http/runExport/runExportRoutes.ts";
import { uploadRoutes } from "../http/upload/uploadRoutes.ts";
import { machineRoutes } from "../http/user/machineRoutes.ts";
import { weightsFileRoutes } from "../http/weightsFile/weightsFileRoutes.ts";
import type { Services } from "../services.ts";
import { hasCredential, limitAnonymous } from "./anonymousLimit.ts";
import { createApolloServer } from "./apolloServer.ts";
import { authenticationRoutes } from "./authenticationRoutes.ts";
import { clientAddressBy } from "./clientAddress.ts";
import { compressAnswers } from "./compressAnswers.ts";
import { graphRoutes } from "./graphRoutes.ts";
import { healthRoute } from "./healthRoute.ts";
import { refuseUnstorableAddresses } from "./refuseUnstorable.ts";
import { findActor, refuseForeignOrigins } from "./requestActor.ts";
import { isSameOrigin } from "./sameOrigin.ts";
import { createSubscriptionServer } from "./subscriptionServer.ts";
import { proxyUpgrade, webProxy } from "./webProxy.ts";

interface ServerParts {
  readonly services: Services;
  readonly authentication: Authentication;
  readonly imports: ImportRunner;
  readonly uploads: UploadStore;
  /** Told of every route. */
  readonly onRoute?: (route: { method: string; url: string }) => void;
}

/** The one port: graph, subscriptions, files, uploads, signing in; the rest is the dashboard's. */
export async function createServer({
  services,
  authentication,
  imports,
  uploads,
  onRoute,
}: ServerParts): Promise<FastifyInstance> {
  const { environment } = services;
  const fastify = fastifyFactory({
    loggerInstance: services.logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 200 },
    trustProxy: environment.trustedProxies.length === 0 ? false : [...environment.trustedProxies],
  }) as unknown as FastifyInstance;
  fastify.decorate("dataFolder", environment.dataFolder);
  fastify.setErrorHandler(answerHttpError);
  fastify.addHook("onRoute", ({ method, url }) => {
    for (const one of [method].flat()) {
      onRoute?.({ method: one, url });
    }
  });
  const limit = await limitAnonymous(fastify, environment.anonymousRequestsPerMinute);
  followRequests(fastify);
  refuseForeignOrigins(fastify, environment.publicUrl);
  await compressAnswers(fastify);
  fastify.addHook("onSend", async (request, reply) => {
    void reply.header("x-request-id", request.id);
    void reply.header("x-content-type-options", "nosniff");
    void reply.header("referrer-policy", "same-origin");
  });
  fastify.addHook("onResponse", async (request, reply) => {
    // The route and not the address: a login link carries its token in the address.
    request.log.debug(
      {
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      "answered",
    );
  });

  const apollo = createApolloServer(schema);
  await apollo.start();
  const subscriptions = createSubscriptionServer(schema, services, authentication);
  const clientAddress = clientAddressBy(environment.trustedProxies);
  fastify.server.on("upgrade", async (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const wait = hasCredential(request.headers) ? null : await secondsToWait(limit.count(clientAddress(request)));
    if (wait !== null) {
      socket.end(`HTTP/1.1 429 Too Many Requests\r\nretry-after: ${wait}\r\nconnection: close\r\n\r\n`);
    } else if (!isSameOrigin(request.headers, environment.publicUrl)) {
      socket.end("HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n");
    } else if (request.url?.split("?", 1)[0] === "/graphql") {
      subscriptions.handleUpgrade(request, socket, head);
    } else if (environment.webOrigin !== null) {
      proxyUpgrade(environment.webOrigin, request, socket, head);
    } else {
      socket.end("HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n");
    }
  });
  fastify.addHook("preClose", async () => {
    await subscriptions.close();
  });
  fastify.addHook("onClose", async () => {
    await apollo.stop();
  });

  await fastify.register(healthRoute, { services });
  await fastify.register(authenticationRoutes, { authentication, services });
  await fastify.register(machineRoutes, { services });
  await fastify.register(async (signedIn) => {
    findActor(signedIn, services, authentication, limit);
    refuseUnstorableAddresses(signedIn);
    await signedIn.register(graphRoutes, { services, apollo });
    await signedIn.register(fileRoutes, { services });
    await signedIn.register(exportRoutes, { services });
    await signedIn.register(ledgerRoutes, { services });
    await signedIn.register(importRoutes, { services, imports, uploads });
    await signedIn.register(uploadRoutes, { services, uploads });
    await signedIn.register(weightsFileRoutes, { services });
    await signedIn.register(modelFileRoutes, { services });
    await signedIn.register(runExportRoutes, { services });
    await signedIn.register(mlflowRoutes, { services });
    await signedIn.register(artifactRoutes, { services });
    await signedIn.register(artifactFileRoute, { services });
  });
  await fastify.register(webProxy, { services });
  return fastify;
}

/** Null when the one who asks need not wait. */
async function secondsToWait(counted: Promise<void>): Promise<number | null> {
  try {
    await counted;
    return null;
  } catch (error) {
    if (error instanceof TooManyRequestsError) return error.retryAfterSeconds;
    throw error;
  }
}
