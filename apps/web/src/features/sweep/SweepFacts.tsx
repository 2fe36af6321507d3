import { Text } from "@mantine/core";
import { formatMetric, formatQuantity } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { Fact, PageFacts } from "../../shell/PageFacts.tsx";
import { PageLink } from "../../url/PageLink.tsx";
import { settingLabel } from "../configuration/settings.ts";
import { describeDimension, type SweepDimension } from "./describeDimension.ts";
import { SweepStatusBadge } from "./SweepStatusBadge.tsx";

export const sweepFactsFragment = graphql(`
  fragment SweepFacts on Sweep {
    id
    number
    notes
    status
    method
    dimensions
    seeds
    seed
    metric
    goal
    atOnce
    rungs
    rungUnit
    reductionFactor
    recipe
    preset
    bestValue
    bestRun {
      id
      number
    }
    snapshot {
      id
      hash
    }
    counts {
      runs
      queued
      running
      succeeded
      stoppedEarly
      failed
      cancelled
      points
      pointsDone
    }
  }
`);

const METHODS = { GRID: "grid", RANDOM: "random", ASHA: "ASHA" } as const;

/** What a sweep is and how far. */
export function SweepFacts({ sweep: reference }: { sweep: FragmentOf<typeof sweepFactsFragment> }) {
  const sweep = readFragment(sweepFactsFragment, reference);
  const { counts, bestRun } = sweep;
  return (
    <>
      <PageFacts>
        <Fact label="Status">
          <SweepStatusBadge status={sweep.status} />
        </Fact>
        <Fact label="Points done">
          {counts.pointsDone} / {counts.points}
        </Fact>
        <Fact label="Runs">{describeCounts(counts)}</Fact>
        <Fact label={`Best ${sweep.metric}`}>
          {formatMetric(sweep.bestValue)}
          {bestRun ? (
            <>
              {" · "}
              <PageLink href={`/runs/${bestRun.id}`}>run #{bestRun.number}</PageLink>
            </>
          ) : null}
        </Fact>
        <Fact label="Goal">{sweep.goal === "MAXIMIZE" ? "maximise" : "minimise"}</Fact>
        <Fact label="Method">{describeMethod(sweep)}</Fact>
        {(sweep.dimensions as SweepDimension[]).map((dimension) => (
          <Fact key={dimension.setting} label={settingLabel(dimension.setting)}>
            {describeDimension(dimension)}
          </Fact>
        ))}
        <Fact label={sweep.seeds.length > 1 ? "Seeds" : "Seed"}>{sweep.seeds.join(", ")}</Fact>
        {sweep.atOnce === null ? null : <Fact label="At once">{sweep.atOnce}</Fact>}
        <Fact label="Recipe">
          {sweep.recipe.toLowerCase()} · {sweep.preset}
        </Fact>
        <Fact label="Snapshot">{sweep.snapshot.hash.slice(0, 12)}</Fact>
      </PageFacts>
      {sweep.notes ? (
        <Text size="sm" px={28} pb="md" style={{ whiteSpace: "pre-wrap" }}>
          {sweep.notes}
        </Text>
      ) : null}
    </>
  );
}

type Counts = Readonly<Record<"queued" | "running" | "succeeded" | "stoppedEarly" | "failed" | "cancelled", number>>;

function describeCounts(counts: Counts): string {
  const parts = [
    [counts.queued, "waiting"],
    [counts.running, "running"],
    [counts.succeeded - counts.stoppedEarly, "completed"],
    [counts.stoppedEarly, "stopped early"],
    [counts.failed, "failed"],
    [counts.cancelled, "cancelled"],
  ] as const;
  return parts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : [])).join(", ") || "none left";
}

function describeMethod({
  method,
  seed,
  rungs,
  rungUnit,
  reductionFactor,
}: {
  readonly method: keyof typeof METHODS;
  readonly seed: number;
  readonly rungs: readonly number[];
  readonly rungUnit: string | null;
  readonly reductionFactor: number | null;
}): string {
  if (method === "GRID") return METHODS.GRID;
  const drawn = `${METHODS[method]}, drawn with seed ${seed}`;
  if (method === "RANDOM") return drawn;
  const last = rungs.at(-1) ?? 0;
  const unit = formatQuantity(last, rungUnit === "STEPS" ? "step" : "epoch").replace(/^\S+ /, "");
  return `${drawn}; 1 in ${reductionFactor} continues after ${rungs.join(", ")} ${unit}`;
}
