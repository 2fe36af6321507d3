import { hostname } from "node:os";
import { StandardOutput } from "@maskyard/store";
import { pino } from "pino";
import { describeEngine } from "./engineDescription.ts";
import { readEnvironment } from "./environment.ts";
import { startTrainer } from "./trainer.ts";

/** Past this the process goes although something hangs; the lease ends by itself and the run goes on elsewhere. */
const stopWithinMs = 19_000;

const environment = readEnvironment();
const logger = pino({ name: "trainer", level: environment.logLevel }, new StandardOutput());
const engine = await describeEngine();
const trainer = await startTrainer({
  databaseUrl: environment.databaseUrl,
  blobDirectory: environment.blobDirectory,
  weightsDirectory: environment.weightsDirectory,
  name: environment.trainerName,
  host: hostname(),
  engine,
  leaseSeconds: environment.leaseSeconds,
  labels: environment.labels,
  slots: environment.slots,
  memoryMib: environment.memoryMib,
  logger,
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    logger.info({ signal }, "stopping");
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    void trainer.stop();
  });
}

try {
  await trainer.ended;
} catch (error) {
  logger.fatal({ err: error }, "the trainer can go on no longer");
  process.exitCode = 1;
}
