/**
 * SQL that writes a delivery for every webhook that wants to hear of something: part of the statement or transaction that makes it happen, so that
 * neither is there without the other. `happened` selects run_id, project_id, kind, event_key and detail; an event that is there already is
 * not written again.
 */
export function alertSql(happened: string): string {
  return `
INSERT INTO alert_delivery (id, webhook_id, run_id, kind, event_key, detail)
SELECT gen_random_uuid(), webhook.id, happened.run_id, happened.kind, happened.event_key, happened.detail
FROM (${happened}) AS happened JOIN webhook ON webhook.project_id = happened.project_id
WHERE webhook.disabled_at IS NULL AND webhook.deleted_at IS NULL AND happened.kind = ANY(webhook.events)
ON CONFLICT (webhook_id, event_key) DO NOTHING`;
}

/** A run as a delivery tells of it. `run`: the name of a row of the run table. */
export function runDetailSql(run: string): string {
  return `jsonb_build_object('number', ${run}.number, 'name', ${run}.name, 'status', ${run}.status, 'step', ${run}.step,
    'failureReason', ${run}.failure_reason)`;
}

/** The ends among `changed`, a common table expression with whole rows of the run table as they were written. */
export function endedRunsAlertSql(changed: string): string {
  return alertSql(`
  SELECT id AS run_id, project_id,
    (CASE status WHEN 'FAILED' THEN 'RUN_FAILED' ELSE 'RUN_FINISHED' END)::alert_kind AS kind,
    concat_ws(':', status, id, extract(epoch FROM finished_at)) AS event_key,
    jsonb_build_object('run', ${runDetailSql(changed)}) AS detail
  FROM ${changed} WHERE status IN ('FAILED', 'SUCCEEDED')`);
}
