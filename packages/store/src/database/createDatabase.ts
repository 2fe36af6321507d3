import { PrismaPg } from "@prisma/adapter-pg";
import { Pool } from "pg";
import { PrismaClient } from "../generated/prisma/client.ts";

/** Prisma for the domain's rows, a plain pool where rows come in bulk or a statement must be exact. Both use the same connections. */
export interface Database {
  readonly prisma: PrismaClient;
  readonly pool: Pool;
  /** Waits for running queries, then closes every connection. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly maxConnections?: number;
  readonly applicationName?: string;
  /** Told of the loss of an idle connection (Postgres restarting); the pool replaces it by itself. */
  readonly onConnectionError?: (error: Error) => void;
}

/** Connects on first use; `url` as in `postgres://user:password@host:port/database`. */
export function createDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pool = new Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName ?? "maskyard",
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // Without a listener an idle connection's loss would end the process.
  pool.on("error", (error) => options.onConnectionError?.(error));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
