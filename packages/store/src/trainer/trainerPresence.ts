import type { Pool } from "pg";
import { newId } from "../database/newId.ts";
import { CONFIGURATION_VERSION } from "../runConfiguration/runConfigurationSchema.ts";

/** What a trainer says of itself. */
export interface TrainerIntroduction {
  readonly name: string;
  readonly host: string;
  readonly device: string;
  readonly engineVersion: string;
  readonly version: string;
  /** What runs can ask for, for example "gpu". */
  readonly labels?: readonly string[];
  /** Memory it shares out among runs that say how much they need. */
  readonly memoryMib?: number;
  /** Runs it carries at once. */
  readonly slots?: number;
  /** The latest version of a run's configuration that it can read; this code's own when absent. */
  readonly configurationVersion?: number;
}

const REGISTER_SQL = `
INSERT INTO trainer (id, name, host, device, engine_version, version, labels, memory_mib, slots, configuration_version, started_at, last_seen_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, clock_timestamp(), clock_timestamp())`;

/** A row for a trainer process that has just started. */
export async function registerTrainer(pool: Pool, trainer: TrainerIntroduction): Promise<{ trainerId: string }> {
  const trainerId = newId();
  await pool.query(REGISTER_SQL, [
    trainerId,
    trainer.name,
    trainer.host,
    trainer.device,
    trainer.engineVersion,
    trainer.version,
    trainer.labels ?? [],
    trainer.memoryMib ?? 0,
    trainer.slots ?? 1,
    trainer.configurationVersion ?? CONFIGURATION_VERSION,
  ]);
  return { trainerId };
}

/** Says that the trainer is alive; call it every few seconds, also while idle. */
export async function touchTrainer(pool: Pool, trainerId: string): Promise<void> {
  await pool.query("UPDATE trainer SET last_seen_at = clock_timestamp() WHERE id = $1", [trainerId]);
}

/** Says that the trainer has ended in good order. */
export async function stopTrainer(pool: Pool, trainerId: string): Promise<void> {
  await pool.query(
    "UPDATE trainer SET last_seen_at = clock_timestamp(), stopped_at = clock_timestamp() WHERE id = $1",
    [trainerId],
  );
}
