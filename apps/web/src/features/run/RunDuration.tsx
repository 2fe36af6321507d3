import { formatDuration } from "../../format/formatTime.ts";
import { useNow } from "../../format/useNow.ts";

/** How long a run trained, ticking while it does. */
export function RunDuration({ startedAt, finishedAt }: { startedAt: string | null; finishedAt: string | null }) {
  const ticking = startedAt !== null && finishedAt === null;
  const now = useNow(ticking ? 1_000 : null);
  if (startedAt === null) return "–";
  return formatDuration((finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt));
}
