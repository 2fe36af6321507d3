import { createServer } from "node:net";

/**
 * The wanted port when it is free on the host, else any free one.
 * @param {number} [wanted] @param {string} [host]
 * @returns {Promise<number>}
 */
export async function freePort(wanted = 0, host = "127.0.0.1") {
  return (await tryPort(wanted, host)) ?? /** @type {number} */ (await tryPort(0, host));
}

/** @param {number} port @param {string} host @returns {Promise<number | undefined>} */
function tryPort(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (port !== 0 && ["EADDRINUSE", "EACCES"].includes(error.code ?? "")) resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const { port: found } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(found));
    });
  });
}
