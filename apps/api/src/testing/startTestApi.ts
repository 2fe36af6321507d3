import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProjectRole } from "@maskyard/store/prisma";
import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import pino from "pino";
import { createTestDatabase } from "../../../../tools/testing/testDatabase.mjs";
import { createApiToken } from "../domain/apiToken/createApiToken.ts";
import { encodeGlobalId } from "../domain/ids/globalId.ts";
import { parseEnvironment } from "../environment.ts";
import { type Api, startApi } from "../server/startApi.ts";
import { InlineWork } from "./InlineWork.ts";

export interface TestPerson {
  readonly userId: string;
  readonly email: string;
  readonly token: string;
}

export interface GraphAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever they asked for
  readonly data: any;
  readonly errors: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
}

export interface TestApi extends Api {
  readonly databaseUrl: string;
  readonly dataFolder: string;
  /** Somebody with a token; a member of the project when one is given. */
  person(options?: { projectId?: string; role?: ProjectRole }): Promise<TestPerson>;
  project(name?: string): Promise<string>;
  graph(person: TestPerson | null, query: string, variables?: Record<string, unknown>): Promise<GraphAnswer>;
  /** Uploads a zip and waits for the import's end. */
  importZip(person: TestPerson, zip: Uint8Array, query: Record<string, string>): Promise<ImportOutcome>;
}

export interface ImportOutcome {
  readonly http: number;
  readonly message: string | null;
  readonly importId: string;
  readonly datasetId: string;
}

let names = 0;
let apis = 0;

interface TestApiOptions {
  readonly reachBy?: (databaseUrl: string) => Promise<string>;
  /** Whether work is done in processes of its own, as in the product. Else it is done here, where a test can stand in for what it uses. */
  readonly workers?: boolean;
}

/** The whole API on a database of its own, its files in a folder of its own; `close` removes both. */
export async function startTestApi(
  variables: Record<string, string> = {},
  { reachBy = async (url) => url, workers = false }: TestApiOptions = {},
): Promise<TestApi> {
  const database = await createTestDatabase();
  const dataFolder = await mkdtemp(join(tmpdir(), "maskyard-api-test-"));
  const environment = parseEnvironment({
    DATABASE_URL: await reachBy(database.url),
    MASKYARD_DATA: dataFolder,
    MASKYARD_SECRET: "a secret for tests that is long enough",
    MASKYARD_URL: "http://localhost:3000",
    PORT: "0",
    // Tests that ask every field as nobody ask often; anonymousLimit.test.ts sets it lower.
    MASKYARD_ANONYMOUS_REQUESTS_PER_MINUTE: "100000",
    ...variables,
  });
  const api = await startApi(environment, pino({ level: process.env.TEST_LOG ?? "silent" }), {
    ...(workers ? {} : { makeWork: (services) => new InlineWork(services) }),
  });
  const { prisma } = api.services;
  askFromItsOwnAddress(api.fastify);

  const graph: TestApi["graph"] = async (person, query, graphVariables = {}) => {
    const response = await api.fastify.inject({
      method: "POST",
      url: "/graphql",
      headers: person === null ? {} : { authorization: `Bearer ${person.token}` },
      payload: { query, variables: graphVariables },
    });
    const body = response.json();
    return { status: response.statusCode, data: body.data, errors: body.errors ?? [] };
  };

  return {
    ...api,
    databaseUrl: database.url,
    dataFolder,
    graph,
    async person({ projectId, role = "OWNER" } = {}) {
      names += 1;
      const id = `user${names}`;
      const email = `person${names}@example.org`;
      await prisma.user.create({ data: { id, email, name: `Person ${names}`, emailVerified: true } });
      if (projectId !== undefined) {
        await prisma.projectMember.create({ data: { projectId, userId: id, role } });
      }
      const { token } = await createApiToken({ prisma }, { userId: id }, { name: "tests" });
      return { userId: id, email, token };
    },
    async project(name) {
      names += 1;
      const project = await prisma.project.create({
        data: { name: name ?? `Project ${names}`, slug: `project-${names}` },
      });
      return project.id;
    },
    async importZip(person, zip, query) {
      const response = await api.fastify.inject({
        method: "POST",
        url: "/files/imports",
        query,
        headers: { authorization: `Bearer ${person.token}`, "content-type": "application/zip" },
        payload: Buffer.from(zip),
      });
      const body = response.json();
      await api.imports.idle();
      return {
        http: response.statusCode,
        message: body.error?.message ?? null,
        importId: body.importId,
        datasetId: body.datasetId,
      };
    },
    async close() {
      await api.close();
      await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

export { encodeGlobalId };

/** What bounds requests by address counts them in the process, which many test files share: each API is asked from an address of its own. */
function askFromItsOwnAddress(fastify: FastifyInstance): void {
  apis += 1;
  const remoteAddress = `198.18.${apis >> 8}.${apis & 255}`;
  const inject = fastify.inject.bind(fastify) as (options: object) => Promise<LightMyRequestResponse>;
  fastify.inject = ((options: object | string) =>
    inject({ remoteAddress, ...(typeof options === "string" ? { url: options } : options) })) as typeof fastify.inject;
}
