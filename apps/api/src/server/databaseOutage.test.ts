import { connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bootstrap } from "../domain/user/bootstrap.ts";
import { makeCocoZip } from "../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../testing/startTestApi.ts";

/** A door between the API and Postgres that can be shut, as when Postgres is stopped. */
class Door {
  readonly #sockets = new Set<Socket>();
  readonly #target: URL;
  #server: Server | null = null;
  port = 0;

  constructor(target: URL) {
    this.#target = target;
  }

  async open(): Promise<void> {
    const server = createServer((inside) => {
      const outside = connect(Number(this.#target.port), this.#target.hostname);
      for (const socket of [inside, outside]) {
        this.#sockets.add(socket);
        socket.on("error", () => socket.destroy());
        socket.on("close", () => this.#sockets.delete(socket));
      }
      inside.pipe(outside).pipe(inside);
      inside.on("close", () => outside.destroy());
      outside.on("close", () => inside.destroy());
    });
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.port = (server.address() as { port: number }).port;
    this.#server = server;
  }

  async shut(): Promise<void> {
    const closed = new Promise<void>((resolve) =>
      this.#server === null ? resolve() : this.#server.close(() => resolve()),
    );
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await closed;
    this.#server = null;
  }
}

let api: TestApi;
let owner: TestPerson;
let door: Door;

beforeAll(async () => {
  api = await startTestApi(
    {},
    {
      reachBy: async (url) => {
        const target = new URL(url);
        door = new Door(new URL(url));
        await door.open();
        target.hostname = "127.0.0.1";
        target.port = String(door.port);
        return target.href;
      },
    },
  );
  owner = await api.person({ projectId: await api.project() });
});

afterAll(async () => {
  await api?.close();
  await door?.shut();
});

test("with Postgres away each gets a clear answer, and it is well again by itself", async () => {
  const health = () => api.fastify.inject({ url: "/healthz" });
  const query = () => api.graph(owner, "{ projects { name } }");
  expect((await health()).statusCode).toBe(200);
  expect((await query()).status).toBe(200);

  const { loginUrl } = await bootstrap(api.services.environment, api.services, api.services.logger);
  const signedIn = await api.fastify.inject({ url: loginUrl?.slice(loginUrl.indexOf("/api/auth")) ?? "" });
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join("; ");
  expect(cookie).toContain("session_token");

  await door.shut();
  expect((await health()).statusCode).toBe(503);
  const away = await query();
  expect(away.status).toBe(503);
  expect(away.errors[0]).toMatchObject({
    message: expect.stringMatching(/database cannot be reached/),
    extensions: { code: "SERVICE_UNAVAILABLE" },
  });
  const file = await api.fastify.inject({
    url: "/files/images/x",
    headers: { authorization: `Bearer ${owner.token}` },
  });
  expect(file.statusCode).toBe(503);
  expect(file.json().error.code).toBe("SERVICE_UNAVAILABLE");
  const withCookie = await api.fastify.inject({
    method: "POST",
    url: "/graphql",
    headers: { cookie },
    payload: { query: "{ viewer { email } }" },
  });
  expect([withCookie.statusCode, withCookie.json().errors?.[0].extensions.code]).toEqual([503, "SERVICE_UNAVAILABLE"]);
  const signIn = await api.fastify.inject({
    method: "POST",
    url: "/api/auth/sign-in/email",
    payload: { email: "a@example.org", password: "long enough password" },
  });
  expect(signIn.statusCode).toBe(503);

  await door.open();
  expect((await query()).status).toBe(200);
  expect((await health()).statusCode).toBe(200);
});

test("with no room on the database's disk each is told so, and nothing of it is kept", async () => {
  // As Postgres itself refuses it; the chaos test fills a real disk.
  await api.services.pool.query(`
    CREATE FUNCTION refuse_for_room() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER refuse_for_room BEFORE INSERT OR UPDATE ON run EXECUTE FUNCTION refuse_for_room();
    CREATE TRIGGER refuse_for_room BEFORE INSERT OR UPDATE ON dataset EXECUTE FUNCTION refuse_for_room()`);
  const full = /^The database's disk is full\. Nothing of this was kept/;
  const mutation = `mutation { createDataset(input: { name: "roomy" }) { __typename ... on Error { message } } }`;
  const refused = await api.graph(owner, mutation);
  expect(refused.status).toBe(503);
  expect(refused.errors[0]).toMatchObject({
    message: expect.stringMatching(full),
    extensions: { code: "SERVICE_UNAVAILABLE" },
  });
  const logged = await api.fastify.inject({
    method: "POST",
    url: "/api/2.0/mlflow/runs/create",
    headers: { authorization: `Bearer ${owner.token}` },
    payload: { run_name: "logs" },
  });
  expect(logged.statusCode).toBe(503); // one of those that MLflow's clients try again
  expect(logged.json()).toEqual({ error_code: "TEMPORARILY_UNAVAILABLE", message: expect.stringMatching(full) });
  await api.services.pool.query("DROP FUNCTION refuse_for_room CASCADE");
  expect((await api.graph(owner, mutation)).data.createDataset.__typename).toBe("CreateDatasetSuccess");
});

test("an import during which Postgres goes away for a moment lands whole", async () => {
  const zip = await makeCocoZip({ images: 30 });
  const response = await api.fastify.inject({
    method: "POST",
    url: "/files/imports",
    query: { dataset: "through an outage" },
    headers: { authorization: `Bearer ${owner.token}`, "content-type": "application/zip" },
    payload: Buffer.from(zip),
  });
  expect(response.statusCode).toBe(202);
  await door.shut();
  await door.open();
  await api.imports.idle();
  const { data } = await api.graph(
    owner,
    "query ($id: ID!) { import(id: $id) { status imageCount error dataset { imageCount annotationCount } } }",
    {
      id: response.json().importId,
    },
  );
  const landed = { status: "SUCCEEDED", imageCount: 30, error: null, dataset: { imageCount: 30, annotationCount: 60 } };
  const nothing = {
    status: "FAILED",
    imageCount: 0,
    error: expect.any(String),
    dataset: { imageCount: 0, annotationCount: 0 },
  };
  expect([landed, nothing]).toContainEqual(data.import);
  expect(data.import).toEqual(landed);
});
