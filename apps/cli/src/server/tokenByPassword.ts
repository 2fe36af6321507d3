import { CliError } from "../errors/CliError.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "./dataOf.ts";
import { graphql } from "./graphql.ts";

const CREATE_TOKEN = graphql`mutation CreateApiToken($input: CreateApiTokenInput!) {
  createApiToken(input: $input) {
    ${ERROR_FIELDS}
    ... on CreateApiTokenSuccess { data { token } }
  }
}`;

/** Signs in with email and password, makes an API token in that session, and ends the session. */
export async function tokenByPassword(
  url: string,
  account: { readonly email: string; readonly password: string; readonly tokenName: string },
): Promise<string> {
  const cookie = await signIn(url, account);
  try {
    const response = await post(url, "/graphql", cookie, {
      query: CREATE_TOKEN,
      variables: { input: { name: account.tokenName } },
    });
    const body = (await response.json()) as {
      data?: { createApiToken: MutationResult<{ token: string }> };
      errors?: { message: string }[];
    };
    if (!body.data) throw new CliError("FAILED", body.errors?.[0]?.message ?? `${url} did not create a token.`);
    return dataOf(body.data.createApiToken).token;
  } finally {
    await post(url, "/api/auth/sign-out", cookie, {});
  }
}

async function signIn(url: string, { email, password }: { email: string; password: string }): Promise<string> {
  const response = await post(url, "/api/auth/sign-in/email", null, { email, password });
  if (response.status === 401) {
    throw new CliError("WRONG_PASSWORD", `${url} does not accept this email and password. Check both.`);
  }
  const body = (await response.json().catch(() => ({}))) as { message?: string };
  if (!response.ok) {
    throw new CliError(
      "SIGN_IN_FAILED",
      body.message ?? `${url} answered with status ${response.status}; is it a Maskyard server?`,
    );
  }
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  if (cookie === "") throw new CliError("SIGN_IN_FAILED", `${url} did not start a session. Is it a Maskyard server?`);
  return cookie;
}

async function post(url: string, path: string, cookie: string | null, body: object): Promise<Response> {
  try {
    return await fetch(url + path, {
      method: "POST",
      // better-auth takes a cookie only with the origin of its own pages.
      headers: {
        "content-type": "application/json",
        origin: new URL(url).origin,
        ...(cookie === null ? {} : { cookie }),
      },
      body: JSON.stringify(body),
    });
  } catch (cause) {
    throw new CliError("UNREACHABLE", `${url} cannot be reached. Is it running? (npm start runs one here.)`, { cause });
  }
}
