import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import { type Extra, useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import type { Actor } from "../domain/access/actor.ts";
import { UnauthenticatedError } from "../domain/errors/expectedErrors.ts";
import { ClientGoneError } from "../domain/errors/workErrors.ts";
import type { Authentication } from "../domain/user/authentication.ts";
import { createGraphContext, type GraphContext } from "../graph/builder/context.ts";
import { checkOperationLimits, TOKENS_MAX } from "../graph/builder/operationLimits.ts";
import { presentError } from "../graph/errors/presentError.ts";
import { resolveActor } from "../http/access/resolveActor.ts";
import type { Services } from "../services.ts";
import { subscribeAnew } from "./subscribeAnew.ts";

const MESSAGE_BYTES_MAX = 1024 * 1024;
/** How long a connection is believed to be who it was: a revoked token or ended session is out after this. */
const ACTOR_TRUSTED_MS = 30_000;

export interface SubscriptionServer {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

interface Connection {
  actor: Actor;
  checkedAtMs: number;
}

/** Subscriptions over graphql-transport-ws. Who connects is told by the cookie or token of the upgrade, or `connectionParams.authorization`. */
export function createSubscriptionServer(
  schema: GraphQLSchema,
  services: Services,
  authentication: Authentication,
): SubscriptionServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX });
  const connections = new WeakMap<object, Connection>();

  const actorOf = async (extra: Extra, parameters: Readonly<Record<string, unknown>> | undefined): Promise<Actor> => {
    const held = connections.get(extra.socket);
    if (held !== undefined && performance.now() - held.checkedAtMs < ACTOR_TRUSTED_MS) {
      return held.actor;
    }
    const authorization = parameters?.authorization;
    const headers =
      typeof authorization === "string" ? { ...extra.request.headers, authorization } : extra.request.headers;
    const actor = await resolveActor(services, authentication, headers);
    if (actor === null) {
      throw new UnauthenticatedError();
    }
    connections.set(extra.socket, { actor, checkedAtMs: performance.now() });
    return actor;
  };

  const present = (error: unknown, requestId: string) => {
    const graphError =
      error instanceof GraphQLError
        ? error
        : new GraphQLError("", { originalError: error instanceof Error ? error : new Error(String(error)) });
    return presentError(graphError, graphError.toJSON(), services, requestId);
  };

  const gone = new WeakMap<object, AbortSignal>();
  /** Aborted when a connection is closed. */
  const goneSignal = (socket: Extra["socket"]): AbortSignal => {
    const known = gone.get(socket);
    if (known !== undefined) return known;
    const controller = new AbortController();
    socket.once("close", () => controller.abort(new ClientGoneError()));
    gone.set(socket, controller.signal);
    return controller.signal;
  };

  const disposable = useServer<Record<string, unknown>>(
    {
      connectionInitWaitTimeout: 10_000,
      async onConnect(connection) {
        try {
          await actorOf(connection.extra, connection.connectionParams);
          return true;
        } catch (error) {
          const { message, extensions } = present(error, randomUUID());
          // 4403 by the protocol; the reason is shown to the person.
          connection.extra.socket.close(
            extensions?.code === "SERVICE_UNAVAILABLE" ? 1013 : 4403,
            message.slice(0, 120),
          );
          return false;
        }
      },
      async onSubscribe(connection, _id, payload) {
        const requestId = randomUUID();
        const freshContext = async (): Promise<GraphContext> =>
          createGraphContext(services, await actorOf(connection.extra, connection.connectionParams), {
            requestId,
            signal: goneSignal(connection.extra.socket),
          });
        try {
          const context = await freshContext();
          return { ...prepare(schema, payload, context), contextValue: { context, freshContext } };
        } catch (error) {
          const { message, extensions } = present(error, requestId);
          return [new GraphQLError(message, { extensions: { ...extensions } })];
        }
      },
      subscribe: async (args) => {
        const { context, freshContext } = args.contextValue as {
          context: GraphContext;
          freshContext: () => Promise<GraphContext>;
        };
        return subscribeAnew({ ...(args as ExecutionArgs), contextValue: context }, freshContext);
      },
      onNext(_connection, id, _payload, _args, result) {
        if (result.errors === undefined) {
          return;
        }
        return {
          data: result.data ?? null,
          errors: result.errors.map((error) => present(error, id)),
        };
      },
      onError(_connection, id, _payload, errors) {
        return errors.map((error) => present(error, id));
      },
    },
    sockets,
  );

  return {
    handleUpgrade(request, socket, head) {
      sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit("connection", webSocket, request));
    },
    async close() {
      await disposable.dispose();
    },
  };
}

/** Parses, validates and limits a subscription as Apollo does a query. Queries and mutations go by POST. */
function prepare(
  schema: GraphQLSchema,
  payload: {
    readonly query: string;
    readonly operationName?: string | null | undefined;
    readonly variables?: Record<string, unknown> | null | undefined;
  },
  context: GraphContext,
): Omit<ExecutionArgs, "contextValue"> {
  const document: DocumentNode = parse(payload.query, { maxTokens: TOKENS_MAX });
  const [problem] = validate(schema, document, specifiedRules);
  if (problem !== undefined) {
    throw problem;
  }
  const operation = getOperationAST(document, payload.operationName);
  if (operation?.operation !== "subscription") {
    throw new GraphQLError("Only subscriptions are answered here; send queries and mutations by POST to /graphql.", {
      extensions: { code: "BAD_REQUEST" },
    });
  }
  const variables = payload.variables ?? {};
  const operationName = payload.operationName ?? null;
  checkOperationLimits({ schema, document, operation, variables, context });
  return { schema, document, variableValues: variables, operationName };
}
