// A process of its own: asks for /healthz every 20 ms, whether the last answer has come or not, until it is told to stop; then tells how long each took.
import http from "node:http";

const EVERY_MS = 20;
const url = String(process.argv[2]);
const agent = new http.Agent({ keepAlive: true, noDelay: true });
/** @type {{ ms: number, status: number }[]} */
let answers = [];
let under = 0;

const timer = setInterval(() => {
  const startedMs = performance.now();
  under += 1;
  const end = (/** @type {number} */ status) => {
    under -= 1;
    answers.push({ ms: performance.now() - startedMs, status });
  };
  http
    .get(url, { agent }, (response) => {
      response.resume();
      response.on("end", () => end(response.statusCode ?? 0));
    })
    .on("error", () => end(0));
}, EVERY_MS);

process.on("message", async (message) => {
  if (message === "begin") {
    answers = [];
    return;
  }
  clearInterval(timer);
  while (under > 0) await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  process.send?.(answers);
  agent.destroy();
  process.disconnect();
});
