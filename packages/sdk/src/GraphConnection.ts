import { MaskyardError } from "./MaskyardError.ts";

const ANSWER_WITHIN_MS = 30_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
/** A browser sends so much even when its page is closed meanwhile. https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
const KEEPALIVE_BYTES_MAX = 60_000;

export interface ConnectionOptions {
  readonly url: string;
  readonly token: string;
  readonly giveUpAfterMs: number;
  readonly fetch: typeof fetch;
}

interface GraphAnswer {
  readonly data?: Readonly<Record<string, GraphResult>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

interface GraphResult {
  readonly __typename: string;
  readonly message?: string;
  readonly data?: unknown;
}

/** Sends mutations until they are answered. All of them may be repeated: each has a key, or says what is to be so. */
export class GraphConnection {
  readonly #options: ConnectionOptions;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /**
   * The data of the one mutation in `document`. A server that cannot be reached, is being restarted or has lost its database is asked again, with doubling
   * waits, for as long as the options say. Throws {@link MaskyardError}.
   */
  async mutate<Data>(document: string, input: object): Promise<Data> {
    const body = JSON.stringify({ query: document, variables: { input } });
    const deadlineMs = performance.now() + this.#options.giveUpAfterMs;
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
      const outcome = await this.#ask(body).catch(passing);
      if (!(outcome instanceof Passing)) return dataOf<Data>(outcome);
      if (performance.now() + waitMs > deadlineMs) {
        throw new MaskyardError("UNREACHABLE", `${this.#options.url} gave no answer: ${outcome.reason}`, {
          cause: outcome.cause,
        });
      }
      // Many programs that lost their server at once do not come back at once.
      await delay(waitMs * (0.5 + Math.random() / 2));
    }
  }

  async #ask(body: string): Promise<GraphAnswer | Passing> {
    const { url, token, fetch: send } = this.#options;
    const response = await send(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json", authorization: `Bearer ${token}` },
      body,
      keepalive: body.length < KEEPALIVE_BYTES_MAX,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const text = await response.text();
    const answer = parsed(text);
    if (response.status >= 500 || response.status === 429) {
      return new Passing(answer?.errors?.[0]?.message ?? `status ${response.status}`);
    }
    if (answer === null) {
      throw new MaskyardError("HTTP_ERROR", `${url} answered with status ${response.status}; is it a Maskyard server?`);
    }
    const unavailable = answer.errors?.find(({ extensions }) => extensions?.code === "SERVICE_UNAVAILABLE");
    return unavailable ? new Passing(unavailable.message) : answer;
  }
}

/** Why there is no answer yet. */
class Passing {
  readonly reason: string;
  readonly cause: unknown;

  constructor(reason: string, cause?: unknown) {
    this.reason = reason;
    this.cause = cause;
  }
}

/** fetch throws a TypeError when there is no connection or it broke, and an abort when the answer took too long. */
function passing(error: unknown): Passing {
  if (error instanceof MaskyardError) throw error;
  return new Passing(error instanceof Error ? error.message : String(error), error);
}

function parsed(text: string): GraphAnswer | null {
  try {
    const answer = JSON.parse(text) as unknown;
    return typeof answer === "object" ? (answer as GraphAnswer | null) : null;
  } catch {
    return null; // told by the caller, with the status
  }
}

function dataOf<Data>({ data, errors }: GraphAnswer): Data {
  const [problem] = errors ?? [];
  if (problem) throw new MaskyardError(problem.extensions?.code ?? "GRAPH_ERROR", problem.message);
  const result = Object.values(data ?? {})[0];
  if (result === undefined || !("data" in result)) {
    throw new MaskyardError(
      codeOf(result?.__typename),
      result?.message ?? "The server's answer is not that of a mutation.",
    );
  }
  return result.data as Data;
}

/** "InvalidInputError" → "INVALID_INPUT". */
function codeOf(typename = "GraphError"): string {
  return typename
    .replace(/Error$/, "")
    .replace(/(?<=[a-z])(?=[A-Z])/g, "_")
    .toUpperCase();
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
