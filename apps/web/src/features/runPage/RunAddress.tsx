"use client";

import { useQuery } from "urql";
import { NotFoundState } from "../../feedback/NotFoundState.tsx";
import { graphql } from "../../graph/graphql.ts";
import { ReadState } from "../../shell/ReadState.tsx";
import { addressedBy } from "../../url/addressedBy.ts";
import { RUN_NOT_FOUND } from "../run/runNotFound.ts";
import { RunPage } from "./RunPage.tsx";

const runByNumberQuery = graphql(`
  query RunByNumber($project: String, $number: Int!) {
    runByNumber(project: $project, number: $number) {
      id
    }
  }
`);

/** The page of the run that an address names: by its number in a project, by its number alone where one run has it, or by its id. */
export function RunAddress({ project, name }: { project: string | null; name: string }) {
  const address = addressedBy(name, project);
  if (address.kind === "number") return <NumberedRun project={project} number={address.number} />;
  return address.kind === "id" ? <RunPage id={address.id} /> : <NotFoundState {...RUN_NOT_FOUND} />;
}

function NumberedRun(variables: { project: string | null; number: number }) {
  const [read, refetch] = useQuery({ query: runByNumberQuery, variables });
  const id = read.data?.runByNumber?.id;
  if (id !== undefined) return <RunPage id={id} />;
  return <ReadState read={read} onRetry={() => refetch({ requestPolicy: "network-only" })} {...RUN_NOT_FOUND} />;
}
