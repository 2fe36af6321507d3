"use client";

import { Alert, Button, Modal, Skeleton, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle, IconShieldCheck } from "@tabler/icons-react";
import { useQuery } from "urql";
import { formatCount, formatQuantity } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { LeakagePairs } from "./LeakagePairs.tsx";

const splitLeakageQuery = graphql(`
  query SplitLeakage($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Split {
        name
        leakage {
          leaks
          heldOutImages
          exactPairs
          nearPairs
          groupPairs
          groups
          groupsLeaking
          pairCount
        }
      }
    }
  }
`);

/** Whether a split lets the model see what it is measured on, with the pairs on demand. */
export function SplitLeakage({ splitId }: { splitId: string }) {
  const [{ data, error }] = useQuery({
    query: splitLeakageQuery,
    variables: { id: splitId },
    requestPolicy: "cache-and-network",
  });
  const [opened, pairs] = useDisclosure(false);
  const split = data?.node?.__typename === "Split" ? data.node : null;
  if (!split) {
    return error ? (
      <Text size="sm" c="red" mt="sm">
        Could not check for leakage: {describeError(error)}
      </Text>
    ) : (
      <Skeleton h={20} mt="sm" role="status" aria-label="Checking for leakage" />
    );
  }
  const { leaks, heldOutImages, exactPairs, nearPairs, groupPairs, groups, groupsLeaking, pairCount } = split.leakage;
  if (!leaks) {
    return (
      <Text size="sm" c="dimmed" mt="sm" style={{ display: "flex", gap: 6, alignItems: "center" }}>
        <IconShieldCheck size={16} aria-hidden />
        No leakage: no duplicates across the subsets
        {groups > 0 ? `, and none of the ${formatQuantity(groups, "group")} is split up` : ""}.
      </Text>
    );
  }
  const ties = [
    exactPairs > 0 ? `${formatCount(exactPairs)} identical` : null,
    nearPairs > 0 ? `${formatCount(nearPairs)} similar` : null,
    groupPairs > 0 ? `${formatCount(groupPairs)} by group (${groupsLeaking} of ${groups} groups leak)` : null,
  ].filter((tie) => tie !== null);
  return (
    <Alert
      color="orange"
      mt="sm"
      icon={<IconAlertTriangle size={18} />}
      title={`${formatQuantity(heldOutImages, "held-out image")} leak`}
    >
      <Text size="sm">
        {ties.join(", ")}. Figures measured on {heldOutImages === 1 ? "it" : "them"} flatter the model.
      </Text>
      <Button size="compact-sm" variant="default" mt={8} onClick={pairs.open}>
        Show the {formatQuantity(pairCount, "pair")}
      </Button>
      <Modal opened={opened} onClose={pairs.close} title={`Leakage in ${split.name}`} size={760}>
        {opened ? <LeakagePairs splitId={splitId} pairCount={pairCount} /> : null}
      </Modal>
    </Alert>
  );
}
