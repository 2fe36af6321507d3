import { parseEnvironment } from "./environment.ts";
import { createLogger } from "./server/logger.ts";
import { startApi } from "./server/startApi.ts";

const SHUTDOWN_MS = 9_000;

const environment = readEnvironment();
const logger = createLogger(environment.logLevel);
const api = await startApi(environment, logger);
try {
  const address = await api.listen();
  logger.info({ address }, "the API listens");
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
  logger.fatal({ err: error }, taken ? `port ${environment.port} is taken` : "the API cannot listen");
  process.exit(1);
}

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (stopping) {
      return;
    }
    stopping = true;
    logger.info({ signal }, "stopping");
    // A connection that will not end must not keep the process.
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    api.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, "stopping failed");
        process.exit(1);
      },
    );
  });
}

function readEnvironment() {
  try {
    return parseEnvironment(process.env);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
}
