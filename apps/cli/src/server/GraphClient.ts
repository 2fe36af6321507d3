import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { CliError, type ErrorPlace } from "../errors/CliError.ts";
import type { Credentials } from "./credentialsFile.ts";

export type Variables = Readonly<Record<string, unknown>>;

interface GraphProblem {
  message: string;
  extensions?: { code?: string; span?: ErrorPlace["span"] };
}

interface GraphResponse {
  data?: unknown;
  errors?: GraphProblem[];
  error?: { code: string; message: string };
}

export interface SubscribeOptions {
  /** The connection was lost and is being made anew. */
  readonly onReconnecting?: () => void;
}

/** The server's graph: queries and mutations by POST, subscriptions over a WebSocket. */
export class GraphClient {
  readonly url: string;
  readonly #token: string;

  constructor({ url, token }: Credentials) {
    this.url = url;
    this.#token = token;
  }

  get authorization(): string {
    return `Bearer ${this.#token}`;
  }

  /** The data of a query or mutation. Throws a CliError with the server's code and sentence. */
  async request<Data>(document: string, variables: Variables = {}): Promise<Data> {
    const response = await this.fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ query: document, variables }),
    });
    const body = (await response.json().catch(() => ({}))) as GraphResponse;
    const [problem] = body.errors ?? [];
    if (problem) throw graphError(problem, this.url);
    if (!response.ok || body.data === undefined || body.data === null) throw this.httpError(response, body.error);
    return body.data as Data;
  }

  /** A request to any route of the server with the credential. Throws a CliError when the server cannot be reached. */
  async fetch(path: string, init: RequestInit & { duplex?: "half" } = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("authorization", this.authorization);
    try {
      return await fetch(this.url + path, { ...init, headers });
    } catch (cause) {
      throw unreachable(this.url, cause);
    }
  }

  /** An answer that is not what was asked for, in the server's own words where it gives some. */
  httpError(response: Response, error?: { code: string; message: string }): CliError {
    if (error) return new CliError(error.code, error.message);
    if (response.status === 401) return unauthenticated(this.url);
    return new CliError("HTTP_ERROR", `${this.url} answered with status ${response.status}; is it a Maskyard server?`);
  }

  /** Results of a subscription as they come; a lost connection is made anew for as long as it takes. */
  async *subscribe<Data>(
    document: string,
    variables: Variables,
    options: SubscribeOptions = {},
  ): AsyncGenerator<Data, void, void> {
    let isDone = false;
    const client = createClient({
      url: `${this.url.replace(/^http/, "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: this.authorization },
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: (event) => !isFatalClose(event),
      on: {
        closed: (event) => {
          if (!isDone && !isFatalClose(event)) options.onReconnecting?.();
        },
      },
    });
    try {
      for await (const result of client.iterate<Data>({ query: document, variables: { ...variables } })) {
        const [problem] = result.errors ?? [];
        if (problem)
          throw graphError(
            { message: problem.message, extensions: { code: String(problem.extensions?.code) } },
            this.url,
          );
        if (result.data) yield result.data;
      }
    } catch (error) {
      if (error instanceof CliError) throw error;
      if (isFatalClose(error))
        throw error.code === 4403 ? unauthenticated(this.url) : new CliError("REFUSED", error.reason);
      const [problem] = Array.isArray(error) ? (error as { message: string; extensions?: { code?: string } }[]) : [];
      throw problem ? graphError(problem, this.url) : unreachable(this.url, error);
    } finally {
      isDone = true;
      await client.dispose();
    }
  }
}

/** Codes in the 44xx range are the server's answer; anything else is the connection. */
function isFatalClose(event: unknown): event is { code: number; reason: string } {
  return (
    typeof event === "object" &&
    event !== null &&
    "code" in event &&
    typeof event.code === "number" &&
    event.code >= 4400 &&
    event.code < 4500
  );
}

function graphError(problem: GraphProblem, url: string): CliError {
  const { code = "GRAPH_ERROR", span } = problem.extensions ?? {};
  if (code === "UNAUTHENTICATED") return unauthenticated(url);
  if (span === undefined) return new CliError(code, problem.message);
  // The sentence, and below it the text with a caret.
  const [sentence = "", ...shown] = problem.message.split("\n");
  return new CliError(code, sentence, { place: { span, shown: shown.join("\n") } });
}

function unauthenticated(url: string): CliError {
  return new CliError(
    "UNAUTHENTICATED",
    `${url} does not accept this credential. Run maskyard login, or set MASKYARD_TOKEN.`,
  );
}

function unreachable(url: string, cause: unknown): CliError {
  return new CliError("UNREACHABLE", `${url} cannot be reached. Is it running? (npm start runs one here.)`, { cause });
}
