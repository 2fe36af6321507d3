import type { Pool } from "pg";

export type AlertKind = "RUN_FINISHED" | "RUN_FAILED" | "RUN_DIVERGED" | "TRAINER_LOST" | "TEST";

/** What a delivery tells beside which run it is of. */
export interface AlertDetail {
  readonly run?: {
    readonly number: number;
    readonly name: string;
    readonly status: string;
    readonly step: number;
    readonly failureReason: string | null;
  };
  readonly trainer?: { readonly name: string | null; readonly host: string | null };
  readonly rule?: {
    readonly series: string;
    readonly comparison: "ABOVE" | "BELOW" | "NOT_FINITE";
    readonly value: number | null;
    readonly points: number;
    /** Where it came true, and with what: a number as text, since JSON has no NaN. */
    readonly step: number;
    readonly reached: string;
  };
}

export interface ClaimedDelivery {
  readonly id: string;
  readonly kind: AlertKind;
  readonly runId: string | null;
  readonly detail: AlertDetail;
  readonly createdAt: Date;
  /** This one included. */
  readonly attempts: number;
  readonly url: string;
  readonly sealedSecret: string;
  readonly project: { readonly id: string; readonly name: string; readonly slug: string };
}

// SKIP LOCKED: of two processes that look at once each takes deliveries of its own.
const SQL = `
WITH due AS (
  SELECT alert_delivery.id FROM alert_delivery JOIN webhook ON webhook.id = webhook_id
  WHERE state = 'PENDING' AND not_before <= clock_timestamp()
    AND (claimed_until IS NULL OR claimed_until < clock_timestamp())
    AND deleted_at IS NULL AND (disabled_at IS NULL OR kind = 'TEST')
  ORDER BY not_before LIMIT $1
  FOR UPDATE OF alert_delivery SKIP LOCKED
), claimed AS (
  UPDATE alert_delivery SET claimed_until = clock_timestamp() + make_interval(secs => $2), attempts = attempts + 1
  FROM due WHERE alert_delivery.id = due.id
  RETURNING alert_delivery.*
)
SELECT claimed.id, kind, run_id AS "runId", detail, claimed.created_at AS "createdAt", attempts, url, sealed_secret AS "sealedSecret",
  json_build_object('id', project.id, 'name', project.name, 'slug', project.slug) AS project
FROM claimed JOIN webhook ON webhook.id = webhook_id JOIN project ON project.id = project_id
ORDER BY claimed.created_at`;

/** Takes deliveries that are due, for `leaseSeconds`: whoever took them and is gone by then is taken for dead, and they are sent again. */
export async function claimDeliveries(
  pool: Pool,
  options: { readonly most: number; readonly leaseSeconds: number },
): Promise<ClaimedDelivery[]> {
  const { rows } = await pool.query<ClaimedDelivery>(SQL, [options.most, options.leaseSeconds]);
  return rows;
}
