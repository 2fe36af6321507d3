import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi, type TestPerson } from "../testing/startTestApi.ts";

const SCRIPT = "export const words = 'the same words again and again';\n".repeat(400);
/** What no compressor holds back. */
const NOISE = randomBytes(8_000_000).toString("base64");
const PICTURE = Buffer.alloc(40_000, 7);

/** Stands where the dashboard's server does. */
let web: Server;
let api: TestApi;
let address: string;
let owner: TestPerson;

beforeAll(async () => {
  web = createServer((asked, answer) => {
    if (asked.headers["if-none-match"] === '"kept"') {
      answer.writeHead(304, { etag: '"kept"', "cache-control": "public, max-age=31536000" }).end();
    } else if (asked.url === "/picture.webp") {
      answer.setHeader("content-type", "image/webp").end(PICTURE);
    } else if (asked.url === "/packed.js") {
      answer.setHeader("content-type", "text/javascript").setHeader("content-encoding", "zstd").end(PICTURE);
    } else if (asked.url?.startsWith("/cut")) {
      answer.setHeader("content-type", "text/javascript").setHeader("content-length", "100000000");
      answer.write(asked.url === "/cut-late.js" ? NOISE : SCRIPT, () => answer.destroy());
    } else {
      answer.setHeader("content-type", "application/javascript; charset=UTF-8");
      answer.end(SCRIPT);
    }
  });
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  api = await startTestApi({ WEB_ORIGIN: `http://127.0.0.1:${(web.address() as AddressInfo).port}` });
  owner = await api.person({ projectId: await api.project() });
  address = await api.listen();
});

afterAll(async () => {
  await api?.close();
  web?.closeAllConnections();
  web?.close();
});

/** As it goes over the wire, which `fetch` does not show. */
async function ask(
  path: string,
  headers: Record<string, string>,
  body?: string,
): Promise<{ status: number | undefined; headers: IncomingMessage["headers"]; bytes: Buffer }> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(address + path, { method: body === undefined ? "GET" : "POST", headers }, resolve)
      .on("error", reject)
      .end(body);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(chunks) };
}

const askGraph = (encodings: string) =>
  ask(
    "/graphql",
    {
      "content-type": "application/json",
      authorization: `Bearer ${owner.token}`,
      ...(encodings === "" ? {} : { "accept-encoding": encodings }),
    },
    JSON.stringify({ query: "{ __schema { types { name description } } }" }),
  );

test("an answer of the graph is sent as brotli, gzip or as it is, whatever its reader takes", async () => {
  const plain = await askGraph("");
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(JSON.parse(plain.bytes.toString()).data.__schema.types.length).toBeGreaterThan(50);

  const brotli = await askGraph("gzip, deflate, br, zstd");
  expect(brotli.headers).toMatchObject({ "content-encoding": "br", vary: expect.stringContaining("accept-encoding") });
  expect(brotliDecompressSync(brotli.bytes)).toEqual(plain.bytes);
  expect(brotli.bytes.length).toBeLessThan(plain.bytes.length / 3);

  // What browsers take over plain HTTP from another machine.
  const gzip = await askGraph("gzip, deflate");
  expect(gzip.headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(gzip.bytes)).toEqual(plain.bytes);
  expect(gzip.bytes.length).toBeLessThan(plain.bytes.length / 3);
});

test("the dashboard's files are compressed on their way through", async () => {
  const { headers, bytes } = await ask("/_next/static/a.js", { "accept-encoding": "br" });
  expect(headers).toMatchObject({ "content-encoding": "br" });
  expect(headers["content-length"]).toBeUndefined();
  expect(brotliDecompressSync(bytes).toString()).toBe(SCRIPT);
});

test("pictures and what is compressed already go through as they are", async () => {
  const picture = await ask("/picture.webp", { "accept-encoding": "br" });
  expect(picture.headers["content-encoding"]).toBeUndefined();
  expect(picture.bytes).toEqual(PICTURE);
  const packed = await ask("/packed.js", { "accept-encoding": "br" });
  expect(packed.headers["content-encoding"]).toBe("zstd");
  expect(packed.bytes).toEqual(PICTURE);
});

test("what a browser has kept is not said to be encoded", async () => {
  const { status, headers, bytes } = await ask("/a.js", { "accept-encoding": "br", "if-none-match": '"kept"' });
  expect(status).toBe(304);
  expect(headers["content-encoding"]).toBeUndefined();
  expect(bytes).toHaveLength(0);
});

test("a file cut off on its way does not look whole", async () => {
  await expect(ask("/cut-late.js", { "accept-encoding": "br" })).rejects.toThrow("aborted");
  // Nothing of it was sent yet: the error that is told in its stead is not encoded as the file would have been.
  const early = await ask("/cut-early.js", { "accept-encoding": "br" });
  expect(early.status).toBe(500);
  expect(early.headers["content-encoding"]).toBeUndefined();
  expect(JSON.parse(early.bytes.toString()).error.code).toBe("INTERNAL_SERVER_ERROR");
});
