import { availableParallelism, totalmem } from "node:os";
import { resolve } from "node:path";
import proxyAddress from "@fastify/proxy-addr";
import { z } from "zod";
import type { WorkSettings } from "./domain/work/lanes.ts";

const environmentSchema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  MASKYARD_DATA: z.string().min(1),
  /** Signs cookies; whoever knows it can forge a session. */
  MASKYARD_SECRET: z.string().min(32, "needs at least 32 characters"),
  /** The address people open; also what links in messages start with. */
  MASKYARD_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Where the dashboard's Next server listens; without it only the API answers. */
  WEB_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  MASKYARD_ADMIN_EMAIL: z.email().default("admin@maskyard.local"),
  MASKYARD_ADMIN_PASSWORD: z.string().min(8).max(128).optional(),
  /** Hosts, separated by commas, that webhooks may reach though their addresses are not of the public internet. */
  MASKYARD_WEBHOOK_HOSTS: z
    .string()
    .default("")
    .transform((text) =>
      text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
    ),
  /** Bytes of one artifact that a program logs. */
  MASKYARD_MAX_ARTIFACT_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(5 * 1024 ** 3),
  /** Bytes of one uploaded archive. */
  MASKYARD_MAX_UPLOAD_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(20 * 1024 ** 3),
  /** Points of one polygon, or runs of one mask, that are drawn, imported or restored; what is stored may have more. */
  MASKYARD_MAX_SHAPE_POINTS: z.coerce.number().int().min(100).default(100_000),
  /** Proxies whose word about a client's address counts: addresses, networks, or the names `loopback`, `linklocal`, `uniquelocal`. */
  MASKYARD_TRUSTED_PROXIES: z
    .string()
    .default("")
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine(namesProxies, "names addresses or networks, such as 10.0.0.0/8, separated by commas"),
  /** What one address may ask for within a minute without being signed in. */
  MASKYARD_ANONYMOUS_REQUESTS_PER_MINUTE: z.coerce.number().int().positive().default(300),
  /** How long an upload that was cut off is kept after its last byte. */
  MASKYARD_UPLOAD_EXPIRY_HOURS: z.coerce.number().positive().default(168),
  /** Processes at a time for findings, differences, snapshots and the like; as many again, twice, for downloads. */
  MASKYARD_WORKERS: z.coerce.number().int().min(1).max(64).default(defaultWorkers()),
  /** MiB of V8's heap in one of these, and in that of imports. */
  MASKYARD_WORKER_MEMORY_MIB: z.coerce.number().int().min(64).default(defaultWorkerMemoryMib()),
  /** How long a piece of work may go on without a sign of life. */
  MASKYARD_WORKER_SECONDS: z.coerce.number().positive().max(86_400).default(600),
  /** How many requests of one kind may wait for a process. */
  MASKYARD_WORK_WAITING: z.coerce.number().int().min(0).max(10_000).default(32),
});

function namesProxies(names: string[]): boolean {
  try {
    proxyAddress.compile(names);
    return true;
  } catch {
    return false; // it names none
  }
}

export interface Environment {
  readonly databaseUrl: string;
  readonly dataFolder: string;
  readonly secret: string;
  readonly publicUrl: string;
  readonly webOrigin: string | null;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly adminEmail: string;
  readonly adminPassword: string | null;
  readonly maxUploadBytes: number;
  readonly maxArtifactBytes: number;
  readonly maxShapePoints: number;
  readonly webhookHosts: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly anonymousRequestsPerMinute: number;
  readonly uploadExpiryHours: number;
  readonly work: WorkSettings;
}

/** Reads the process's settings once. Throws one sentence that names every setting that is missing or wrong. */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = environmentSchema.safeParse(present);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The API cannot start: ${problems.join("; ")}.`);
  }
  const values = parsed.data;
  return {
    databaseUrl: values.DATABASE_URL,
    dataFolder: resolve(values.MASKYARD_DATA),
    secret: values.MASKYARD_SECRET,
    publicUrl: (values.MASKYARD_URL ?? `http://localhost:${values.PORT}`).replace(/\/$/, ""),
    webOrigin: values.WEB_ORIGIN?.replace(/\/$/, "") ?? null,
    host: values.HOST,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
    adminEmail: values.MASKYARD_ADMIN_EMAIL,
    adminPassword: values.MASKYARD_ADMIN_PASSWORD ?? null,
    maxUploadBytes: values.MASKYARD_MAX_UPLOAD_BYTES,
    maxArtifactBytes: values.MASKYARD_MAX_ARTIFACT_BYTES,
    maxShapePoints: values.MASKYARD_MAX_SHAPE_POINTS,
    webhookHosts: values.MASKYARD_WEBHOOK_HOSTS,
    trustedProxies: values.MASKYARD_TRUSTED_PROXIES,
    anonymousRequestsPerMinute: values.MASKYARD_ANONYMOUS_REQUESTS_PER_MINUTE,
    uploadExpiryHours: values.MASKYARD_UPLOAD_EXPIRY_HOURS,
    work: {
      processes: values.MASKYARD_WORKERS,
      memoryMib: values.MASKYARD_WORKER_MEMORY_MIB,
      seconds: values.MASKYARD_WORKER_SECONDS,
      waitingMax: values.MASKYARD_WORK_WAITING,
    },
  };
}

/** One core stays with the API and the database where there are more than two. */
function defaultWorkers(): number {
  return Math.min(8, Math.max(2, availableParallelism() - 1));
}

/** What Node gives a process of its own accord on a machine of this size. */
function defaultWorkerMemoryMib(): number {
  return Math.min(4_096, Math.max(512, Math.floor(totalmem() / 4 / 2 ** 20)));
}
