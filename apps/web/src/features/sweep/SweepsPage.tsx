"use client";

import { Button, Skeleton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAdjustments, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatQuantity } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { NewSweepDialog } from "./NewSweepDialog.tsx";
import { SweepsTable, sweepRowFragment } from "./SweepsTable.tsx";
import { useRefetchOnRunsChanged } from "./useRefetchOnRunsChanged.ts";

const sweepsQuery = graphql(
  `
    query Sweeps($first: Int!) {
      sweeps(first: $first) {
        totalCount
        edges {
          node {
            id
            ...SweepRow
          }
        }
      }
    }
  `,
  [sweepRowFragment],
);

const PAGE = 50;

/** Sweeps with how far they are and their best run, newest first. */
export function SweepsPage() {
  usePageTitle("Sweeps");
  const [first, setFirst] = useState(PAGE);
  const [opened, dialog] = useDisclosure(false);
  const [{ data, error, fetching }, refetch] = useQuery({
    query: sweepsQuery,
    variables: { first },
    requestPolicy: "cache-and-network",
  });
  useRefetchOnRunsChanged(null, refetch);
  const sweeps = data?.sweeps;
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
      New sweep
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Sweeps"
        detail={sweeps ? formatQuantity(sweeps.totalCount, "sweep") : null}
        actions={sweeps && sweeps.totalCount > 0 ? create : null}
      />
      <div style={{ padding: "8px 28px 60px" }}>
        {sweeps ? (
          sweeps.edges.length > 0 ? (
            <>
              <SweepsTable sweeps={sweeps.edges.map(({ node }) => node)} />
              {sweeps.edges.length < sweeps.totalCount && first < 500 ? (
                <Button variant="subtle" fullWidth loading={fetching} onClick={() => setFirst(first + PAGE)}>
                  Show more
                </Button>
              ) : null}
            </>
          ) : (
            <EmptyState icon={<IconAdjustments size={24} stroke={1.6} />} title="No sweeps yet" action={create}>
              A sweep repeats a training run with different settings and shows which of them matter.
            </EmptyState>
          )
        ) : error && !fetching ? (
          <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
        ) : (
          <Skeleton h={260} radius="lg" role="status" aria-label="Loading sweeps" />
        )}
      </div>
      <NewSweepDialog opened={opened} onClose={dialog.close} />
    </>
  );
}
