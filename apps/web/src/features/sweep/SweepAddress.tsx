"use client";

import { useQuery } from "urql";
import { NotFoundState } from "../../feedback/NotFoundState.tsx";
import { graphql } from "../../graph/graphql.ts";
import { ReadState } from "../../shell/ReadState.tsx";
import { addressedBy } from "../../url/addressedBy.ts";
import { SweepPage } from "./SweepPage.tsx";
import { SWEEP_NOT_FOUND } from "./sweepNotFound.ts";

const sweepByNumberQuery = graphql(`
  query SweepByNumber($project: String, $number: Int!) {
    sweepByNumber(project: $project, number: $number) {
      id
    }
  }
`);

/** The page of the sweep that an address names: by its number in a project, by its number alone where one sweep has it, or by its id. */
export function SweepAddress({ project, name }: { project: string | null; name: string }) {
  const address = addressedBy(name, project);
  if (address.kind === "number") return <NumberedSweep project={project} number={address.number} />;
  return address.kind === "id" ? <SweepPage id={address.id} /> : <NotFoundState {...SWEEP_NOT_FOUND} />;
}

function NumberedSweep(variables: { project: string | null; number: number }) {
  const [read, refetch] = useQuery({ query: sweepByNumberQuery, variables });
  const id = read.data?.sweepByNumber?.id;
  if (id !== undefined) return <SweepPage id={id} />;
  return <ReadState read={read} onRetry={() => refetch({ requestPolicy: "network-only" })} {...SWEEP_NOT_FOUND} />;
}
