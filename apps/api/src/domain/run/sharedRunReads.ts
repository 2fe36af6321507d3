import { type LogLine, readLog, readSeries, type SeriesData } from "@maskyard/store";
import type { Run } from "@maskyard/store/prisma";
import type { GraphContext } from "../../graph/builder/context.ts";
import type { RolesLoader } from "../access/rolesTogether.ts";
import { rolesTogether } from "../access/rolesTogether.ts";
import type { RunChange, StepRange } from "./runChange.ts";
import type { SharedReads } from "./SharedReads.ts";

/** What comes with one event, of one series and of the log. More is for the reader to read anew. */
const POINTS_MOST = 10_000;
const LINES_MOST = 10_000;
/** So many parts of curves are read one by one; more of them as one. */
const RANGES_MOST = 8;

/** What was committed, and whether some of it is too much to come with an event. */
export interface Committed<Value> {
  readonly values: readonly Value[];
  readonly missed: boolean;
}

/** Whether this watcher may see the run now: who was a member a moment ago may not be one any more. */
export async function seesChangedRun(reads: SharedReads, runId: string, context: GraphContext): Promise<boolean> {
  const roles = await context.access.rolesBy(rolesLoaderOf(reads, context));
  const run = await reads.once(`project of ${runId}`, () =>
    context.prisma.run.findUnique({ where: { id: runId }, select: { projectId: true } }),
  );
  return run !== null && roles.has(run.projectId);
}

function rolesLoaderOf(reads: SharedReads, { prisma }: GraphContext): RolesLoader {
  return reads.keep("roles", () => rolesTogether(prisma));
}

/** The run's row with what this watcher selects of it; those who select the same share it. */
export function changedRun(reads: SharedReads, runId: string, query: object, { prisma }: GraphContext): Promise<Run> {
  return reads.once(`run ${runId} ${JSON.stringify(query)}`, () =>
    prisma.run.findUniqueOrThrow({ ...query, where: { id: runId } }),
  );
}

/** The points that were committed. */
export function committedPoints(change: RunChange, { pool }: GraphContext): Promise<Committed<SeriesData>> {
  return change.reads.once("points", async () => {
    const values: SeriesData[] = [];
    let missed = false;
    for (const { names, range } of rangesOf(change.steps)) {
      const series = await readSeries(pool, {
        runId: change.runId,
        points: POINTS_MOST,
        fromStep: range.from,
        ...(range.to === null ? {} : { toStep: range.to }),
        ...(names === null ? {} : { names }),
      });
      values.push(...series.filter(({ steps, reduced }) => steps.length > 0 && !reduced));
      missed ||= series.some(({ reduced }) => reduced);
    }
    return { values, missed };
  });
}

/** The series that grew by the same steps together: most series of a run are logged side by side. */
function rangesOf(steps: RunChange["steps"]): { names: string[] | null; range: StepRange }[] {
  const groups = new Map<string, { names: string[] | null; range: StepRange }>();
  for (const [name, range] of steps) {
    const key = `${range.from} ${range.to}`;
    const group = groups.get(key) ?? { names: [], range };
    groups.set(key, { range, names: name === null || group.names === null ? null : [...group.names, name] });
  }
  const ranges = [...groups.values()];
  if (ranges.length <= RANGES_MOST) return ranges;
  const froms = ranges.map(({ range }) => range.from);
  const tos = ranges.map(({ range }) => range.to);
  const to = tos.includes(null) ? null : Math.max(...tos.map(Number));
  return [{ names: ranges.flatMap(({ names }) => names ?? []), range: { from: Math.min(...froms), to } }];
}

/** The lines of the log that were committed. */
export function committedLines(change: RunChange, { pool }: GraphContext): Promise<Committed<LogLine>> {
  return change.reads.once("lines", async () => {
    if (change.lines === null) return { values: [], missed: false };
    const { first, end } = change.lines;
    const { lines } = await readLog(pool, { runId: change.runId, afterLine: first - 1, last: LINES_MOST });
    const values = end === null ? lines : lines.filter(({ index }) => index < end);
    return { values, missed: (lines[0]?.index ?? first) > first };
  });
}
