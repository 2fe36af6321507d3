import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket, { WebSocketServer } from "ws";
import { startTestApi, type TestApi } from "../testing/startTestApi.ts";

/** Stands where the dashboard's server does. */
let web: Server;
let webPort: number;
let api: TestApi;
let address: string;

async function startWeb(port: number): Promise<Server> {
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers }));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket, request) => {
    socket.on("message", (message) => socket.send(`${request.url} ${message.toString()}`));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

beforeAll(async () => {
  web = await startWeb(0);
  webPort = (web.address() as AddressInfo).port;
  api = await startTestApi({ WEB_ORIGIN: `http://127.0.0.1:${webPort}` });
  address = await api.listen();
});

afterAll(async () => {
  await api?.close();
  web?.closeAllConnections();
  web?.close();
});

describe("what is no route of the API goes to the dashboard", () => {
  test("pages, with the host they were asked at and the cookie", async () => {
    const response = await fetch(`${address}/datasets/x?tab=runs`, { headers: { cookie: "a=b" } });
    const seen = (await response.json()) as { url: string; headers: Record<string, string> };
    expect(seen.url).toBe("/datasets/x?tab=runs");
    expect(seen.headers).toMatchObject({ cookie: "a=b", host: new URL(address).host });
  });

  test("WebSockets, with which its development mode reloads pages", async () => {
    const socket = new WebSocket(`${address.replace("http", "ws")}/_next/webpack-hmr`);
    const answer = new Promise<string>((resolve, reject) => {
      socket.on("open", () => socket.send("hello"));
      socket.on("message", (message) => resolve(message.toString()));
      socket.on("error", reject);
    });
    expect(await answer).toBe("/_next/webpack-hmr hello");
    socket.close();
  });

  test("and not the API's own routes", async () => {
    expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: "ok", database: true });
    expect((await fetch(`${address}/files/images/x`)).status).toBe(401);
    expect((await fetch(`${address}/graphql`)).status).toBe(405);
  });

  test("a form that another site's page sends is refused before it gets there", async () => {
    const response = await fetch(`${address}/datasets`, {
      method: "POST",
      headers: { origin: "https://evil.example" },
    });
    expect(response.status).toBe(403);
  });
});

test("while the dashboard is not up, people see a page that looks again and programs a code", async () => {
  web.closeAllConnections();
  await new Promise<void>((resolve) => web.close(() => resolve()));
  const page = await fetch(`${address}/datasets`, { headers: { accept: "text/html" } });
  expect(page.status).toBe(503);
  expect(await page.text()).toMatch(/http-equiv="refresh".*Maskyard is starting/s);
  const program = await fetch(`${address}/datasets`);
  expect(await program.json()).toMatchObject({ error: { code: "STARTING" } });

  web = await startWeb(webPort);
  expect((await fetch(`${address}/datasets`)).status).toBe(200);
});
