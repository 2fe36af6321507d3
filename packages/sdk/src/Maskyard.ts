import { GraphConnection } from "./GraphConnection.ts";
import { LoggedRun, type LogRun } from "./LoggedRun.ts";
import { MaskyardError } from "./MaskyardError.ts";

const CREATE = `mutation ($input: CreateRunInput!) {
  createRun(input: $input) { __typename ... on Error { message } ... on CreateRunSuccess { data { id name url } } }
}`;
const REOPEN = `mutation ($input: FinishRunInput!) {
  finishRun(input: $input) { __typename ... on Error { message } ... on FinishRunSuccess { data { id name url } } }
}`;

const GIVE_UP_AFTER_MS = 5 * 60_000;

export interface MaskyardOptions {
  /** The server's address; MASKYARD_URL when absent. */
  readonly url?: string;
  /** An API token, from Settings; MASKYARD_TOKEN when absent. */
  readonly token?: string;
  /** How long a server that does not answer is asked again; five minutes when absent. */
  readonly giveUpAfterMs?: number;
  /** In place of the global one. */
  readonly fetch?: typeof fetch;
}

export interface CreateRunOptions {
  /** A name under which runs are grouped; made when there is none. */
  readonly experiment: string;
  readonly name?: string;
  readonly group?: string;
  /** The program's settings. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly tags?: readonly string[];
  /** The first project you may edit when absent. */
  readonly projectId?: string;
}

/**
 * Logs runs of your own programs.
 *
 *     const maskyard = new Maskyard({ url: "http://localhost:3000", token: "msk_…" });
 *     const run = await maskyard.createRun({ experiment: "baselines", configuration: { lr: 0.1 } });
 *     for (…) await run.log({ loss }, step);
 *     await run.finish();
 */
export class Maskyard {
  readonly #connection: GraphConnection;
  readonly #url: string;

  constructor(options: MaskyardOptions = {}) {
    const url = options.url ?? setting("MASKYARD_URL");
    const token = options.token ?? setting("MASKYARD_TOKEN");
    if (!url || !token) {
      throw new MaskyardError("NO_SERVER", "Give url and token, or set MASKYARD_URL and MASKYARD_TOKEN.");
    }
    this.#url = url.replace(/\/+$/, "");
    this.#connection = new GraphConnection({
      url: this.#url,
      token,
      giveUpAfterMs: options.giveUpAfterMs ?? GIVE_UP_AFTER_MS,
      fetch: options.fetch ?? fetch,
    });
  }

  /** A new run; one, also when the server's first answer was lost. Throws {@link MaskyardError}. */
  async createRun(options: CreateRunOptions): Promise<LoggedRun> {
    return this.#opened(await this.#connection.mutate<LogRun>(CREATE, { ...options, key: crypto.randomUUID() }));
  }

  /** Goes on with a run of a program, by its id: it is running again. Throws {@link MaskyardError}. */
  async openRun(id: string): Promise<LoggedRun> {
    return this.#opened(await this.#connection.mutate<LogRun>(REOPEN, { id, status: "RUNNING" }));
  }

  #opened(run: LogRun): LoggedRun {
    return new LoggedRun(this.#connection, { ...run, url: new URL(run.url, `${this.#url}/`).href });
  }
}

/** Of the environment, where there is one: browsers have none. */
function setting(name: string): string | undefined {
  return (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env[name];
}
