import type { AlertKind, ClaimedDelivery } from "@maskyard/store";
import { encodeGlobalId } from "../ids/globalId.ts";

/** As receivers know the events. */
export const EVENT_NAMES: Readonly<Record<AlertKind, string>> = {
  RUN_FINISHED: "run.finished",
  RUN_FAILED: "run.failed",
  RUN_DIVERGED: "run.diverged",
  TRAINER_LOST: "trainer.lost",
  TEST: "test",
};

const COMPARISONS = { ABOVE: "above", BELOW: "below" } as const;

/**
 * What is sent. `text` says it in a sentence, as Slack and those compatible with it show it; the rest is for programs. `id` is the same at every
 * attempt.
 */
export function alertBody(delivery: ClaimedDelivery, publicUrl: string): Record<string, unknown> {
  const { run, rule, trainer } = delivery.detail;
  const runUrl = delivery.runId === null ? null : `${publicUrl}/runs/${encodeGlobalId("Run", delivery.runId)}`;
  return {
    id: delivery.id,
    event: EVENT_NAMES[delivery.kind],
    createdAt: delivery.createdAt.toISOString(),
    text: forSlack([sentence(delivery), runUrl].filter((part) => part !== null).join(" ")),
    project: { ...delivery.project, id: encodeGlobalId("Project", delivery.project.id) },
    run:
      run === undefined
        ? null
        : { ...run, id: delivery.runId === null ? null : encodeGlobalId("Run", delivery.runId), url: runUrl },
    rule: rule ?? null,
    trainer: trainer ?? null,
  };
}

function sentence({ kind, detail, project }: ClaimedDelivery): string {
  const { run, rule, trainer } = detail;
  const name = run === undefined ? "" : `Run #${run.number} "${run.name}" of ${project.name}`;
  const reason = run?.failureReason ?? "";
  switch (kind) {
    case "RUN_FINISHED":
      return `${name} finished after step ${run?.step}.`;
    case "RUN_FAILED":
      return `${name} failed at step ${run?.step}. ${reason}`.trim();
    case "TRAINER_LOST":
      return `${name} lost its trainer${trainer?.name ? ` ${trainer.name}` : ""} at step ${run?.step}; it is ${run?.status.toLowerCase()} now.`;
    case "RUN_DIVERGED":
      return rule === undefined ? `${name} diverged. ${reason}`.trim() : `${name} diverged: ${condition(rule)}.`;
    case "TEST":
      return `This is a test of a webhook of ${project.name}.`;
  }
}

function condition({
  series,
  comparison,
  value,
  points,
  step,
  reached,
}: NonNullable<ClaimedDelivery["detail"]["rule"]>) {
  const what = comparison === "NOT_FINITE" ? "not finite" : `${COMPARISONS[comparison]} ${value}`;
  const long = points === 1 ? "" : ` for ${points} points`;
  return `${series} was ${what}${long} at step ${step} (${reached})`;
}

/** A name with "<!channel>" in it must not call everybody: https://docs.slack.dev/messaging/formatting-message-text#escaping */
function forSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
