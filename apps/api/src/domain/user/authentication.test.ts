import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../../testing/startTestApi.ts";
import { createApiToken } from "../apiToken/createApiToken.ts";
import { bootstrap } from "./bootstrap.ts";
import { machineProof } from "./machineProof.ts";

const email = "first@example.org";
const password = "a long enough password";
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi({ MASKYARD_ADMIN_EMAIL: email, MASKYARD_ADMIN_PASSWORD: password });
});

afterAll(async () => {
  await api?.close();
});

function bootstrapAgain() {
  return bootstrap(api.services.environment, api.services, pino({ level: "silent" }));
}

let addresses = 0;

/** From an address of its own each time: one address may not try often. */
async function signIn(payload: { email: string; password: string }, remoteAddress?: string) {
  addresses += 1;
  return api.fastify.inject({
    method: "POST",
    url: "/api/auth/sign-in/email",
    payload,
    remoteAddress: remoteAddress ?? `10.0.0.${addresses}`,
  });
}

async function viewerBy(headers: Record<string, string>) {
  const response = await api.fastify.inject({
    method: "POST",
    url: "/graphql",
    headers,
    payload: { query: "{ viewer { email } }" },
  });
  return { status: response.statusCode, viewer: response.json().data?.viewer ?? null };
}

function cookieOf(response: { cookies: { name: string; value: string }[] }): string {
  const cookie = response.cookies.find((one) => one.name.endsWith("session_token"));
  return cookie === undefined ? "" : `${cookie.name}=${encodeURIComponent(cookie.value)}`;
}

describe("the first start", () => {
  test("makes one user, project, link and token; again it makes a new link only", async () => {
    const first = await bootstrapAgain();
    expect(first.email).toBe(email);
    const second = await bootstrapAgain();
    expect(second.token).toBe(first.token);
    expect(second.loginUrl).not.toBe(first.loginUrl);
    expect(await api.services.prisma.user.count()).toBe(1);
    expect(await api.services.prisma.project.findMany({ include: { members: true } })).toMatchObject([
      { name: "Campus", slug: "campus", members: [{ role: "OWNER" }] },
    ]);
    expect(await viewerBy({ authorization: `Bearer ${first.token}` })).toEqual({ status: 200, viewer: { email } });
    const path = join(api.dataFolder, "local.json");
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({ url: "http://localhost:3000", token: first.token });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test("a token that no longer works is replaced", async () => {
    const { token } = await bootstrapAgain();
    await api.services.prisma.apiToken.updateMany({ data: { revokedAt: new Date() } });
    expect(await viewerBy({ authorization: `Bearer ${token}` })).toEqual({ status: 401, viewer: null });
    const again = await bootstrapAgain();
    expect(again.token).not.toBe(token);
    expect(await viewerBy({ authorization: `Bearer ${again.token}` })).toEqual({ status: 200, viewer: { email } });
  });

  test("the link signs in once", async () => {
    const { loginUrl } = await bootstrapAgain();
    const { pathname, search } = new URL(loginUrl ?? "");
    const response = await api.fastify.inject({ url: pathname + search });
    expect(response.statusCode).toBe(302);
    expect(response.headers.location).toBe("http://localhost:3000/");
    const cookie = response.cookies[0];
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
    expect(await viewerBy({ cookie: cookieOf(response) })).toEqual({ status: 200, viewer: { email } });

    const again = await api.fastify.inject({ url: pathname + search });
    expect(again.headers.location).toMatch(/\/sign-in\?error=/);
    expect(again.cookies).toEqual([]);
  });

  test("once somebody has signed in, no further link is made, also after signing out", async () => {
    expect(await bootstrapAgain()).toMatchObject({ email, loginUrl: null });
    await api.services.prisma.session.deleteMany();
    const before = await api.services.prisma.verification.count();
    expect(await bootstrapAgain()).toMatchObject({ email, loginUrl: null });
    expect(await api.services.prisma.verification.count()).toBe(before);
  });
});

describe("a link asked for on the server's machine", () => {
  const ask = async (input: object, secret = api.services.environment.secret) => {
    const payload = JSON.stringify({ at: new Date().toISOString(), ...input });
    const response = await api.fastify.inject({
      method: "POST",
      url: "/api/machine/sign-in-link",
      headers: { "content-type": "application/json", "x-maskyard-proof": machineProof(secret, payload) },
      payload,
    });
    return { status: response.statusCode, body: response.json() };
  };

  test("signs in the administrator, or whom it names", async () => {
    const person = await api.person();
    for (const [input, whom] of [
      [{}, email],
      [{ email: person.email.toUpperCase() }, person.email],
    ] as const) {
      const { status, body } = await ask(input);
      expect([status, body.email]).toEqual([200, whom]);
      const hours = (Date.parse(body.expiresAt) - Date.now()) / 3_600_000;
      expect(hours).toBeGreaterThan(23.9);
      expect(hours).toBeLessThanOrEqual(24);
      const { pathname, search } = new URL(body.url);
      const cookie = cookieOf(await api.fastify.inject({ url: pathname + search }));
      expect((await viewerBy({ cookie })).viewer).toEqual({ email: whom });
    }
  });

  test("is for those who can read the secret, now, and for people there are", async () => {
    expect(await ask({}, "another secret that is long enough")).toMatchObject({ status: 401 });
    expect(await ask({ at: "2020-01-01T00:00:00.000Z" })).toMatchObject({ status: 400 });
    expect(await ask({ at: "yesterday" })).toMatchObject({ status: 400 });
    expect(await ask({ email: "nobody@example.org" })).toMatchObject({ status: 404 });
    const unsigned = await api.fastify.inject({
      method: "POST",
      url: "/api/machine/sign-in-link",
      payload: { at: new Date().toISOString() },
    });
    expect(unsigned.statusCode).toBe(401);
  });

  test("can take the place of a password that was forgotten, and ends all sessions", async () => {
    await bootstrapAgain();
    const cookie = cookieOf(await signIn({ email, password }));
    expect((await viewerBy({ cookie })).viewer).toEqual({ email });
    expect(await ask({ forgetPassword: true })).toMatchObject({ status: 200 });
    expect((await signIn({ email, password })).statusCode).toBe(401);
    expect((await viewerBy({ cookie })).viewer).toBeNull();
    await bootstrapAgain(); // sets the password of the settings again
    expect((await signIn({ email, password })).statusCode).toBe(200);
  });
});

test("no link leads to another site", async () => {
  for (const callbackURL of ["https://evil.example/", "//evil.example/", "http://localhost:3000.evil.example/"]) {
    const query = { token: "x", callbackURL };
    const response = await api.fastify.inject({ url: "/api/auth/magic-link/verify", query });
    expect(response.headers.location ?? "").not.toContain("evil.example");
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
  }
});

describe("a password", () => {
  test("signs in, and signing out ends the session", async () => {
    await bootstrapAgain();
    const response = await signIn({ email, password });
    expect(response.statusCode).toBe(200);
    const cookie = cookieOf(response);
    expect((await viewerBy({ cookie })).viewer).toEqual({ email });
    const out = await api.fastify.inject({
      method: "POST",
      url: "/api/auth/sign-out",
      headers: { cookie, origin: "http://localhost:3000", host: "localhost:3000" },
      payload: {},
    });
    expect(out.statusCode).toBe(200);
    expect((await viewerBy({ cookie })).viewer).toBeNull();
  });

  test("that is wrong, and a user who is not there, get the same answer", async () => {
    const wrong = await signIn({ email, password: "not the password" });
    const nobody = await signIn({ email: "nobody@example.org", password });
    expect(wrong.statusCode).toBe(401);
    expect(nobody.statusCode).toBe(401);
    expect(nobody.json()).toEqual(wrong.json());
    expect(wrong.json().message).toMatch(/Invalid email or password/);
  });

  test("cannot be tried often from one address, whatever a header claims", async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      statuses.push((await signIn({ email, password: `guess number ${attempt}` }, "10.9.9.9")).statusCode);
    }
    expect(statuses).toContain(429);
    expect((await signIn({ email, password })).statusCode).toBe(200);
  });

  test("is kept as argon2id", async () => {
    const account = await api.services.prisma.account.findFirstOrThrow();
    expect(account.password).toMatch(/^\$argon2id\$/);
  });

  test("does not let anybody sign up", async () => {
    const response = await api.fastify.inject({
      method: "POST",
      url: "/api/auth/sign-up/email",
      payload: { email: "new@example.org", password, name: "New" },
    });
    expect(response.statusCode).toBe(400);
    const link = await api.fastify.inject({
      method: "POST",
      url: "/api/auth/sign-in/magic-link",
      payload: { email: "new@example.org" },
    });
    expect(link.statusCode).toBeLessThan(500);
    expect(await api.services.prisma.user.count({ where: { email: "new@example.org" } })).toBe(0);
  });
});

describe("setting a password", () => {
  const set = async (cookie: string, input: Record<string, string>) => {
    const response = await api.fastify.inject({
      method: "POST",
      url: "/graphql",
      headers: { cookie },
      payload: {
        query:
          "mutation ($input: SetPasswordInput!) { setPassword(input: $input) { __typename ... on SetPasswordSuccess { data { hasPassword } } ... on InvalidInputError { message field } } }",
        variables: { input },
      },
    });
    return response.json().data.setPassword;
  };

  test("needs the current one, ends other sessions, and is what signs in from then on", async () => {
    await bootstrapAgain();
    const here = cookieOf(await signIn({ email, password }));
    const there = cookieOf(await signIn({ email, password }));
    expect(await set(here, { newPassword: "another password", currentPassword: "wrong" })).toMatchObject({
      __typename: "InvalidInputError",
      field: "currentPassword",
    });
    expect(await set(here, { newPassword: "short", currentPassword: password })).toMatchObject({
      field: "newPassword",
    });
    expect(await set(here, { newPassword: "another password", currentPassword: password })).toMatchObject({
      data: { hasPassword: true },
    });
    expect((await viewerBy({ cookie: here })).viewer).toEqual({ email });
    expect((await viewerBy({ cookie: there })).viewer).toBeNull();
    expect((await signIn({ email, password })).statusCode).toBe(401);
    await set(here, { newPassword: password, currentPassword: "another password" });
  });

  test("is not for API tokens", async () => {
    const person = await api.person();
    const { data } = await api.graph(
      person,
      `mutation { setPassword(input: {newPassword: "long enough password"}) { __typename } }`,
    );
    expect(data.setPassword.__typename).toBe("ForbiddenError");
  });
});

describe("an API token", () => {
  const make =
    "mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { __typename ... on CreateApiTokenSuccess { data { token apiToken { id name prefix } } } ... on Error { message code } } }";

  test("is shown once, kept as a hash, and ends when it is revoked", async () => {
    const person = await api.person();
    const made = await api.graph(person, make, { input: { name: "laptop" } });
    const { token, apiToken } = made.data.createApiToken.data;
    expect(apiToken).toMatchObject({ name: "laptop", prefix: token.slice(0, 8) });
    const row = await api.services.prisma.apiToken.findFirstOrThrow({ where: { name: "laptop" } });
    expect(JSON.stringify(row)).not.toContain(token);
    expect((await viewerBy({ authorization: `Bearer ${token}` })).viewer).toEqual({ email: person.email });

    const revoked = await api.graph(
      person,
      "mutation ($id: ID!) { revokeApiToken(input: {id: $id}) { ... on RevokeApiTokenSuccess { data } } }",
      { id: apiToken.id },
    );
    expect(revoked.data.revokeApiToken.data).toBe(apiToken.id);
    expect(await viewerBy({ authorization: `Bearer ${token}` })).toEqual({ status: 401, viewer: null });
  });

  test("ends at its time, which cannot be in the past", async () => {
    const person = await api.person();
    const past = await api.graph(person, make, { input: { name: "old", expiresAt: "2020-01-01T00:00:00Z" } });
    expect(past.data.createApiToken).toMatchObject({ __typename: "InvalidInputError", code: "INVALID_INPUT" });
    const { token, apiToken } = await createApiToken(api.services, { userId: person.userId }, { name: "short" });
    await api.services.prisma.apiToken.update({
      where: { id: apiToken.id },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    expect((await viewerBy({ authorization: `Bearer ${token}` })).status).toBe(401);
  });

  test("needs a name", async () => {
    const answer = await api.graph(await api.person(), make, { input: { name: "  " } });
    expect(answer.data.createApiToken).toMatchObject({
      __typename: "InvalidInputError",
      message: "Give the token a name.",
    });
  });
});
