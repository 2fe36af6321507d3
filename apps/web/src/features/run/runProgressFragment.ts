import { graphql } from "../../graph/graphql.ts";

/** How far a run is: what changes while it trains, on its page, in tables and in what is subscribed to. */
export const runProgressFragment = graphql(`
  fragment RunProgress on Run @_unmask {
    id
    status
    cancelRequested
    step
    totalSteps
    epoch
    totalEpochs
    bestValue
    attempt
    startedAt
    finishedAt
    trainer {
      id
      name
    }
  }
`);
