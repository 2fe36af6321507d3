import { formatMetric, formatPercentage } from "../../format/formatNumber.ts";
import { formatDuration } from "../../format/formatTime.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { Fact, PageFacts } from "../../shell/PageFacts.tsx";
import { PageLink } from "../../url/PageLink.tsx";
import { RunDuration } from "../run/RunDuration.tsx";
import { RunProgress } from "../run/RunProgress.tsx";
import { runProgressFragment } from "../run/runProgressFragment.ts";
import { timeLeftMs } from "../run/timeEstimate.ts";
import { SweepRunStatus } from "../sweep/SweepRunStatus.tsx";

export const runFactsFragment = graphql(
  `
  fragment RunFacts on Run {
    id
    number
    maxAttempts
    recipe
    preset
    sweep {
      id
      number
    }
    sweepStop {
      rung
      rungs
      step
      metric
      value
      needed
    }
    clonedFrom {
      id
      number
    }
    stepTimes: series(names: ["step_ms"], points: 20) {
      name
      values
    }
    ...RunProgress
  }
`,
  [runProgressFragment],
);

/** What a run is and how far. */
export function RunFacts({ run: reference }: { run: FragmentOf<typeof runFactsFragment> }) {
  const run = readFragment(runFactsFragment, reference);
  const stepMs = run.stepTimes[0]?.values ?? [];
  const left = run.status === "RUNNING" ? timeLeftMs({ step: run.step, totalSteps: run.totalSteps, stepMs }) : null;
  return (
    <PageFacts>
      <Fact label="Status">
        <SweepRunStatus run={run} />
      </Fact>
      <Fact label="Step">
        <RunProgress status={run.status} step={run.step} totalSteps={run.totalSteps} width={90} />
      </Fact>
      <Fact label="Epoch">
        {formatMetric(run.epoch)}
        {run.totalEpochs ? ` / ${run.totalEpochs}` : ""}
      </Fact>
      <Fact label="Best AP">{formatPercentage(run.bestValue)}</Fact>
      <Fact label="Duration">
        <RunDuration startedAt={run.startedAt} finishedAt={run.finishedAt} />
      </Fact>
      {left === null ? null : <Fact label="Time left">{`about ${formatDuration(left)}`}</Fact>}
      <Fact label="Trainer">{run.trainer?.name ?? "–"}</Fact>
      <Fact label="Recipe">{run.recipe ? `${run.recipe.toLowerCase()} · ${run.preset}` : "trained elsewhere"}</Fact>
      <Fact label="Run">
        <PageLink href={`/runs/${run.id}`}>#{run.number}</PageLink>
        {run.attempt > 1 ? ` · attempt ${run.attempt} of ${run.maxAttempts}` : ""}
        {run.clonedFrom ? (
          <>
            {" "}
            · clone of <PageLink href={`/runs/${run.clonedFrom.id}`}>#{run.clonedFrom.number}</PageLink>
          </>
        ) : null}
        {run.sweep ? (
          <>
            {" "}
            · <PageLink href={`/sweeps/${run.sweep.id}`}>sweep #{run.sweep.number}</PageLink>
          </>
        ) : null}
      </Fact>
    </PageFacts>
  );
}
