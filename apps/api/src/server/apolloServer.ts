import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import { ApolloServerPluginLandingPageDisabled } from "@apollo/server/plugin/disabled";
import { GraphQLError, type GraphQLSchema } from "graphql";
import type { GraphContext } from "../graph/builder/context.ts";
import { checkOperationLimits, TOKENS_MAX } from "../graph/builder/operationLimits.ts";
import { presentError } from "../graph/errors/presentError.ts";

const httpStatusOfCode: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  SERVICE_UNAVAILABLE: 503,
  TOO_BUSY: 503,
};

const limits: ApolloServerPlugin<GraphContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, document, operation, request, contextValue }) {
        if (operation === undefined) {
          return; // Apollo answers 400 itself
        }
        if (operation.operation === "subscription") {
          throw new GraphQLError("Subscriptions run over WebSocket at this address (graphql-transport-ws).", {
            extensions: { code: "BAD_REQUEST", http: { status: 400 } },
          });
        }
        checkOperationLimits({
          schema,
          document,
          operation,
          variables: request.variables ?? {},
          context: contextValue,
        });
      },
    };
  },
};

/** Presents every error by the one rule, with the request's id, and lets an answer nobody can use be seen by its status too. */
const errors: ApolloServerPlugin<GraphContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response, contextValue, errors: thrown }) {
        if (response.body.kind !== "single") {
          return;
        }
        const result = response.body.singleResult;
        if (result.errors === undefined) {
          return;
        }
        result.errors = result.errors.map((formatted, index) =>
          presentError(thrown?.[index], formatted, contextValue, contextValue.requestId),
        );
        // Apollo's own for whatever came up before the execution, such as an id that is none in an argument that the cost depends on.
        const isOurs = result.errors.some(({ extensions }) => extensions?.code === "INTERNAL_SERVER_ERROR");
        if (response.http.status === 500 && !isOurs) response.http.status = 400;
        for (const { extensions } of result.errors) {
          const status = httpStatusOfCode[String(extensions?.code)];
          if (status !== undefined) {
            response.http.status = status;
          }
          const wait = extensions?.retryAfterSeconds;
          if (wait !== undefined) response.http.headers.set("retry-after", String(wait));
        }
      },
    };
  },
};

/** Apollo over our schema: one operation a request, no persisted queries, nothing of a failed request kept or shown. */
export function createApolloServer(schema: GraphQLSchema): ApolloServer<GraphContext> {
  return new ApolloServer<GraphContext>({
    schema,
    introspection: true, // for the signed-in alone: checkOperationLimits
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    csrfPrevention: true,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: TOKENS_MAX },
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginLandingPageDisabled(), limits, errors],
  });
}
