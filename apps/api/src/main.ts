import { join } from "node:path";
import { takeProcessLock } from "@maskyard/store/lock";
import { parseEnvironment } from "./environment.ts";
import { createLogger } from "./server/logger.ts";
import { startApi } from "./server/startApi.ts";

const SHUTDOWN_MS = 9_000;

const environment = readEnvironment();
holdDataFolder();
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

/** Imports, uploads and what is swept at the start are one process's: a second one on the folder would take the first one's work for left over. */
function holdDataFolder(): void {
  const { dataFolder, publicUrl } = environment;
  const lock = takeProcessLock(join(dataFolder, "api.lock"));
  if ("heldBy" in lock) {
    const { pid, url } = lock.heldBy;
    process.stderr.write(
      `Another API (process ${pid}${url ? `, ${url}` : ""}) works on the data folder ${dataFolder}. End that one first, or give this one a folder of its own with MASKYARD_DATA.\n`,
    );
    process.exit(1);
  }
  lock.update({ url: publicUrl });
  process.on("exit", () => lock.release());
}

function readEnvironment() {
  try {
    return parseEnvironment(process.env);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
}
