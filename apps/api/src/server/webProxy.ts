import { request as httpRequest, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import httpProxy from "@fastify/http-proxy";
import type { FastifyInstance } from "fastify";
import type { Services } from "../services.ts";
import { startingPage } from "./startingPage.ts";

/** Everything that is no route of the API goes to the dashboard's own server. Its pages hold no data: they ask the graph as the viewer. */
export async function webProxy(fastify: FastifyInstance, { services }: { services: Services }): Promise<void> {
  const { webOrigin } = services.environment;
  if (webOrigin === null) {
    return;
  }
  await fastify.register(httpProxy, {
    upstream: webOrigin,
    prefix: "/",
    http2: false,
    config: { anonymous: "page" },
    replyOptions: {
      rewriteRequestHeaders: (request, headers) => ({
        ...headers,
        // Next compares it with Origin before it runs an action.
        host: request.headers.host ?? headers.host,
        "x-forwarded-host": request.headers.host ?? "",
      }),
      onResponse: (_request, reply, answer) => {
        // An answer without a body is no stream, which would be sent on as an encoded one.
        if (reply.statusCode !== 304) return void reply.send(answer.stream);
        answer.stream.resume();
        void reply.send();
      },
      onError: (reply, { error }) => {
        reply.request.log.debug({ err: error }, "the dashboard does not answer yet");
        void reply.code(503).header("retry-after", "1").header("cache-control", "no-store");
        if (reply.request.headers.accept?.includes("text/html")) {
          void reply.type("text/html; charset=utf-8").send(startingPage);
        } else {
          void reply.send({
            error: { code: "STARTING", message: "The dashboard is starting; try again in a moment." },
          });
        }
      },
    },
  });
}

/** Hands a WebSocket on to the dashboard's server: its development mode reloads pages through one. */
export function proxyUpgrade(webOrigin: string, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { hostname, port } = new URL(webOrigin);
  const upstream = httpRequest({ hostname, port, path: request.url, method: "GET", headers: request.headers });
  upstream.on("upgrade", (response, upstreamSocket, upstreamHead) => {
    const lines = ["HTTP/1.1 101 Switching Protocols"];
    for (let index = 0; index + 1 < response.rawHeaders.length; index += 2) {
      lines.push(`${response.rawHeaders[index]}: ${response.rawHeaders[index + 1]}`);
    }
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    upstreamSocket.write(head);
    socket.write(upstreamHead);
    upstreamSocket.pipe(socket).pipe(upstreamSocket);
    const endBoth = (): void => {
      upstreamSocket.destroy();
      socket.destroy();
    };
    upstreamSocket.on("error", endBoth);
    socket.on("error", endBoth);
  });
  upstream.on("response", () => socket.destroy());
  upstream.on("error", () => socket.destroy());
  upstream.end();
}
