import { graphql, type ResultOf } from "../../graph/graphql.ts";

/** A run's figures, which change while it trains. */
export const comparedMetricsFragment = graphql(`
  fragment ComparedMetrics on Run @_unmask {
    metrics {
      name
      points
      last
      min
      max
    }
  }
`);

/** What the comparison knows of a run beside its curves. */
export const comparedRunFragment = graphql(
  `
  fragment ComparedRun on Run {
    id
    number
    name
    status
    group
    tags
    recipe
    preset
    seed
    configuration
    provenance
    step
    bestValue
    stepsPerEpoch
    startedAt
    finishedAt
    experiment {
      id
      name
    }
    dataset {
      id
      name
    }
    snapshot {
      id
      hash
      imageCount
      annotationCount
    }
    ...ComparedMetrics
  }
`,
  [comparedMetricsFragment],
);

/** A run as it is compared, in the colour of its curves. */
export type ComparedRun = ResultOf<typeof comparedRunFragment> & { readonly color: string };
