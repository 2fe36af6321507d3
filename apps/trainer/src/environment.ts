import { hostname, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";

const bytesPerMiB = 1024 * 1024;

const environmentSchema = z.object({
  DATABASE_URL: z.string().min(1),
  MASKYARD_DATA: z.string().min(1).default(".maskyard"),
  /** Folder of weights that are registered by path; "weights" in the data folder unless given. */
  MASKYARD_WEIGHTS: z.string().min(1).optional(),
  MASKYARD_TRAINER_NAME: z.string().min(1).optional(),
  /** How long a run stays this trainer's without a heartbeat. */
  MASKYARD_LEASE_SECONDS: z.coerce.number().min(1).max(3600).default(30),
  /** What runs can ask for beside "cpu" or "gpu", separated by commas. */
  MASKYARD_TRAINER_LABELS: z.string().default(""),
  /** Runs it carries at once. */
  MASKYARD_TRAINER_SLOTS: z.coerce.number().int().min(1).max(64).default(1),
  /** Memory it shares out among runs that say how much they need; all there is when absent. */
  MASKYARD_TRAINER_MEMORY_MIB: z.coerce.number().int().positive().optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

export interface TrainerEnvironment {
  databaseUrl: string;
  /** Where content-addressed files lie: images in, checkpoints out. */
  blobDirectory: string;
  /** Runs may start from the files below it, which are registered by their path in it. */
  weightsDirectory: string;
  trainerName: string;
  leaseSeconds: number;
  /** Beside that of its device. */
  labels: string[];
  slots: number;
  memoryMib: number;
  logLevel: string;
}

/** @throws Error in one sentence that names the variable, what it must be and how it came. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): TrainerEnvironment {
  const parsed = environmentSchema.safeParse(variables);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`the trainer's environment is incomplete: ${problems.join("; ")}`);
  }
  const environment = parsed.data;
  return {
    databaseUrl: environment.DATABASE_URL,
    blobDirectory: resolve(environment.MASKYARD_DATA, "blobs"),
    weightsDirectory: resolve(environment.MASKYARD_WEIGHTS ?? join(environment.MASKYARD_DATA, "weights")),
    trainerName: environment.MASKYARD_TRAINER_NAME ?? `${hostname()}-${process.pid}`,
    leaseSeconds: environment.MASKYARD_LEASE_SECONDS,
    labels: environment.MASKYARD_TRAINER_LABELS.split(",")
      .map((label) => label.trim())
      .filter((label) => label !== ""),
    slots: environment.MASKYARD_TRAINER_SLOTS,
    memoryMib: environment.MASKYARD_TRAINER_MEMORY_MIB ?? Math.floor(totalmem() / bytesPerMiB),
    logLevel: environment.LOG_LEVEL,
  };
}
