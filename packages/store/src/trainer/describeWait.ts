import type { Pool } from "pg";
import { TRAINER_ALIVE_SQL } from "./aliveTrainers.ts";

const SQL = `
WITH alive AS (
  SELECT labels, memory_mib, configuration_version FROM trainer WHERE ${TRAINER_ALIVE_SQL}
)
SELECT
  job.required_labels AS "labels", job.required_memory_mib AS "memoryMib",
  project.queue_paused_at IS NOT NULL AS "paused",
  sweep.paused_at IS NOT NULL AS "sweepPaused", sweep.at_once AS "atOnce",
  (SELECT count(*)::int FROM job AS other WHERE other.sweep_id = job.sweep_id AND other.status = 'RUNNING') AS "inTraining",
  ceil(extract(epoch FROM job.not_before - clock_timestamp()))::int AS "secondsToWait",
  EXISTS (SELECT 1 FROM alive) AS "anyTrainer",
  EXISTS (SELECT 1 FROM alive WHERE job.required_labels <@ labels) AS "anyWithLabels",
  EXISTS (SELECT 1 FROM alive WHERE job.required_labels <@ labels
    AND (job.required_memory_mib IS NULL OR job.required_memory_mib <= memory_mib)) AS "anyFits",
  job.required_version AS "configurationVersion",
  (SELECT max(configuration_version) FROM alive WHERE job.required_labels <@ labels
    AND (job.required_memory_mib IS NULL OR job.required_memory_mib <= memory_mib)) AS "knownVersion",
  (SELECT count(*)::int FROM job AS other
    WHERE other.status = 'QUEUED' AND other.not_before <= clock_timestamp()
      AND (other.priority > job.priority OR (other.priority = job.priority AND other.id < job.id))) AS "ahead"
FROM run JOIN job ON job.id = run.job_id JOIN project ON project.id = job.project_id LEFT JOIN sweep ON sweep.id = job.sweep_id
WHERE run.id = $1 AND job.status = 'QUEUED'`;

interface WaitFacts {
  readonly labels: readonly string[];
  readonly memoryMib: number | null;
  readonly paused: boolean;
  readonly sweepPaused: boolean;
  readonly atOnce: number | null;
  readonly inTraining: number;
  readonly secondsToWait: number;
  readonly anyTrainer: boolean;
  readonly anyWithLabels: boolean;
  readonly anyFits: boolean;
  readonly configurationVersion: number;
  /** Of the trainers that fit; null where none does. */
  readonly knownVersion: number | null;
  readonly ahead: number;
}

/** What a queued run waits for, as a sentence that says what would let it start; null for a run that is not queued. */
export async function describeWait(pool: Pool, options: { readonly runId: string }): Promise<string | null> {
  const { rows } = await pool.query<WaitFacts>(SQL, [options.runId]);
  return rows[0] ? sentenceOf(rows[0]) : null;
}

function sentenceOf(facts: WaitFacts): string {
  if (facts.paused) return "The project's queue is paused.";
  if (facts.sweepPaused) return "Its sweep is paused.";
  if (!facts.anyTrainer) return "No trainer is running.";
  if (!facts.anyWithLabels) return `No running trainer has ${named(facts.labels)}.`;
  if (!facts.anyFits) return `No running trainer with these labels has ${facts.memoryMib} MiB of memory.`;
  if (facts.configurationVersion > (facts.knownVersion ?? 0)) return describeNewerVersion(facts);
  if (facts.secondsToWait > 0) return `The next attempt starts in ${facts.secondsToWait} s.`;
  if (facts.atOnce !== null && facts.inTraining >= facts.atOnce)
    return `Its sweep trains ${facts.atOnce} at once; waits for one of these to end.`;
  if (facts.ahead > 0)
    return `Waits for a free trainer; ${facts.ahead === 1 ? "1 run is" : `${facts.ahead} runs are`} before it.`;
  return "Waits for a free trainer.";
}

function describeNewerVersion({ configurationVersion, knownVersion, labels, memoryMib }: WaitFacts): string {
  const which = labels.length > 0 || memoryMib !== null ? "trainers that it fits" : "running trainers";
  return `This run's configuration is version ${configurationVersion}, the ${which} know up to ${knownVersion}: update a trainer.`;
}

function named(labels: readonly string[]): string {
  return labels.length === 1 ? `the label ${labels[0]}` : `the labels ${labels.join(", ")}`;
}
