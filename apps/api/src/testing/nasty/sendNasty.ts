import type { TestApi, TestPerson } from "../startTestApi.ts";
import { subscribe } from "../subscribe.ts";
import { type InputPlace, MARK } from "./inputPlaces.ts";
import type { FieldPlace } from "./mlflowPlaces.ts";
import type { NastyValue } from "./nastyValues.ts";
import type { RoutePlace } from "./routePlaces.ts";

/** What is wrong with an answer to nasty input, as a line; null where it is as it should be. */
export type Problem = string | null;

/** What no message to a client holds: statements, places of the machine, words of the libraries below. */
const LEAK =
  /\b(?:SELECT .* FROM|INSERT INTO|UPDATE \w+ SET|prisma\.|PrismaClient|invocation|node_modules|pg_catalog|Error: )|(?:\/home|\/root|\/tmp|\/work)\/|postgres(?:ql)?:\/\//i;
const MARKED = JSON.stringify(MARK);
/** Of a message, or of a body that holds one: its signs may each be escaped there. */
const MESSAGE_LENGTH_MAX = 4_000;

function judge(status: number, codes: readonly (string | undefined)[], text: string): Problem {
  if (status === 429) return "HTTP 429: the sender was too fast, so nothing was tried";
  const fine = (status >= 200 && status < 300) || (status >= 400 && status < 500) || status === 304;
  if (!fine) return `HTTP ${status} ${text.slice(0, 300)}`;
  const bad = codes.find(
    (code) => code === undefined || code === "INTERNAL_SERVER_ERROR" || code === "SERVICE_UNAVAILABLE",
  );
  if (codes.length > 0 && bad !== undefined) return `${bad} ${text.slice(0, 300)}`;
  if (codes.some((code) => code === undefined)) return `an error without a code: ${text.slice(0, 300)}`;
  return null;
}

/** Of errors/databaseRefusal.ts: the last net caught what a gate at the door should have. */
const NET =
  /cannot be stored or compared\.|larger than the database accepts at once|too large or too small to be stored|outside the range that can be stored|too long to be stored\.|that cannot be stored, such as|is nested too deeply\./;

function judgeMessages(messages: readonly string[]): Problem {
  const caught = messages.find((message) => NET.test(message));
  if (caught !== undefined) return `only the database refused it: ${caught}`;
  const leak = messages.find((message) => LEAK.test(message));
  if (leak !== undefined) return `a message tells of our insides: ${leak.slice(0, 300)}`;
  const long = messages.find((message) => message.length > MESSAGE_LENGTH_MAX);
  return long === undefined ? null : `a message of ${long.length} characters: ${long.slice(0, 100)}`;
}

interface GraphBody {
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
  readonly data?: Record<string, { readonly message?: unknown } | null> | null;
}

function judgeGraph(status: number, body: GraphBody): Problem {
  const errors = body.errors ?? [];
  const codes = errors.map(({ extensions }) => extensions?.code);
  const expected = Object.values(body.data ?? {}).flatMap((value) =>
    typeof value?.message === "string" ? [value.message] : [],
  );
  return (
    judge(status, codes, JSON.stringify(errors)) ??
    judgeMessages([...errors.map(({ message }) => message), ...expected])
  );
}

export async function sendToGraph(
  api: TestApi,
  person: TestPerson,
  place: InputPlace,
  value: NastyValue,
): Promise<Problem> {
  const variables = JSON.stringify(place.variables).replace(MARKED, () => value.json);
  if (place.kind === "subscription") return sendSubscription(api, person, place, variables);
  const response = await api.fastify.inject({
    method: "POST",
    url: "/graphql",
    headers: { authorization: `Bearer ${person.token}`, "content-type": "application/json" },
    payload: `{"query":${JSON.stringify(place.query)},"variables":${variables}}`,
  });
  return judgeGraph(response.statusCode, response.json());
}

/** The server listens by then. */
async function sendSubscription(
  api: TestApi,
  person: TestPerson,
  place: InputPlace,
  variables: string,
): Promise<Problem> {
  const address = api.fastify.server.address();
  if (typeof address !== "object" || address === null)
    throw new Error("sendSubscription: expected a server that listens");
  const subscription = await subscribe(
    `ws://127.0.0.1:${address.port}/graphql`,
    { authorization: `Bearer ${person.token}` },
    place.query,
    JSON.parse(variables),
  );
  try {
    return judgeGraph(200, (await subscription.next()) as GraphBody);
  } finally {
    await subscription.close();
  }
}

export async function sendToMlflow(
  api: TestApi,
  person: TestPerson,
  place: FieldPlace,
  value: NastyValue,
): Promise<Problem> {
  const whole = JSON.stringify(place.input).replace(MARKED, () => value.json);
  const named = [...place.path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
  const input = (place.input === MARK ? place.sample : place.input) as Record<string, unknown>;
  const url = named.reduce((path, name) => path.replace(`:${name}`, urlPart(input[name], value)), place.path);
  const query = Object.entries(input).filter(([name]) => !named.includes(name));
  const address = `/api/2.0/mlflow/${url}`;
  const asQuery = `${address}?${query.map(([name, given]) => `${name}=${urlPart(given, value)}`).join("&")}`;
  const response = await api.fastify.inject({
    method: place.method as "GET",
    url: place.method === "GET" ? asQuery : address,
    headers: { authorization: `Bearer ${person.token}`, "content-type": "application/json" },
    ...(place.method === "GET" ? {} : { payload: whole }),
  });
  return judgeResponse(response);
}

export async function sendToRoute(
  api: TestApi,
  person: TestPerson,
  place: RoutePlace,
  value: NastyValue,
): Promise<Problem> {
  const { params = {}, query = {}, headers = {}, body, type } = place.sample;
  const path = Object.entries(params).reduce(
    (url, [name, given]) => url.replace(name === "*" ? "*" : `:${name}`, () => urlPart(given, value, name === "*")),
    place.url,
  );
  const search = Object.entries(query).map(([name, given]) => `${name}=${urlPart(given, value)}`);
  // A header is of one line of Latin letters: what is none never comes so far.
  const lines = Object.entries(headers).map(([name, given]) => [
    name,
    given === MARK
      ? textOf(value)
          .replaceAll(/[^\x20-\x7e]/g, "")
          .slice(0, 8_000)
      : given,
  ]);
  const response = await api.fastify.inject({
    method: place.method as "GET",
    url: search.length === 0 ? path : `${path}?${search.join("&")}`,
    headers: {
      authorization: `Bearer ${person.token}`,
      ...(type === undefined ? {} : { "content-type": type }),
      ...Object.fromEntries(lines),
    },
    ...(body === undefined ? {} : { payload: body === MARK ? textOf(value) : body.replace(MARKED, () => value.json) }),
  });
  return judgeResponse(response);
}

function judgeResponse(response: {
  readonly statusCode: number;
  readonly body: string;
  readonly headers: object;
}): Problem {
  const type = String((response.headers as Record<string, unknown>)["content-type"] ?? "");
  const text = type.includes("json") ? response.body : "";
  // The router itself refuses what is too long for an address, and quotes it.
  const isOurs = response.statusCode >= 400 && response.statusCode !== 414;
  return judge(response.statusCode, [], response.body) ?? (isOurs ? judgeMessages([text]) : null);
}

/** The value as a text, where one can only be sent as such. */
function textOf(value: NastyValue): string {
  try {
    const parsed: unknown = JSON.parse(value.json);
    return typeof parsed === "string" ? parsed : value.json;
  } catch {
    return value.json;
  }
}

const URL_TEXT_MAX = 8_000;

function urlPart(given: unknown, value: NastyValue, isPath = false): string {
  const text =
    given === MARK ? textOf(value).slice(0, URL_TEXT_MAX) : typeof given === "string" ? given : JSON.stringify(given);
  const marked = text.includes(MARK) ? text.replace(MARK, () => textOf(value).slice(0, URL_TEXT_MAX)) : text;
  if (!marked.isWellFormed()) return "%ED%A0%80";
  return isPath && given !== MARK ? marked.split("/").map(encodeURIComponent).join("/") : encodeURIComponent(marked);
}
