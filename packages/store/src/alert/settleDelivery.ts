import type { Pool } from "pg";

/** Tries until a delivery is given up: with the waits between them some two hours. */
export const DELIVERY_ATTEMPTS_MAX = 8;

/** What came of an attempt. */
export interface AttemptOutcome {
  readonly deliveryId: string;
  /** Of the attempt that ended; an outcome of one that was given up meanwhile changes nothing. */
  readonly attempts: number;
  /** The receiver answered with 2xx. */
  readonly delivered: boolean;
  readonly responseStatus: number | null;
  /** A sentence for whoever looks into the log. */
  readonly problem: string | null;
}

// The wait trebles: 10 s, 30 s, 90 s, … at most an hour.
const SQL = `
UPDATE alert_delivery SET
  state = CASE WHEN $3 THEN 'DELIVERED' WHEN attempts >= $6 THEN 'GAVE_UP' ELSE 'PENDING' END::alert_delivery_state,
  delivered_at = CASE WHEN $3 THEN clock_timestamp() END,
  not_before = clock_timestamp() + make_interval(secs => least(10 * 3 ^ (attempts - 1), 3600)),
  claimed_until = NULL,
  response_status = $4,
  problem = $5
WHERE id = $1 AND attempts = $2 AND state = 'PENDING'`;

/** Writes down how an attempt went, and when the next one is due. */
export async function settleDelivery(pool: Pool, outcome: AttemptOutcome): Promise<void> {
  await pool.query(SQL, [
    outcome.deliveryId,
    outcome.attempts,
    outcome.delivered,
    outcome.responseStatus,
    outcome.problem,
    DELIVERY_ATTEMPTS_MAX,
  ]);
}

const RETURN_SQL = `
UPDATE alert_delivery SET claimed_until = NULL, attempts = attempts - 1 WHERE id = $1 AND attempts = $2 AND state = 'PENDING'`;

/** Gives back what was taken and not sent to its end: it is due at once, and the attempt is not counted. */
export async function returnDelivery(
  pool: Pool,
  delivery: { readonly id: string; readonly attempts: number },
): Promise<void> {
  await pool.query(RETURN_SQL, [delivery.id, delivery.attempts]);
}
