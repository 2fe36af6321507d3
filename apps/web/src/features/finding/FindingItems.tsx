"use client";

import { Skeleton, Table, Text } from "@mantine/core";
import Link from "next/link";
import { useQuery } from "urql";
import { describeError } from "../../graph/describeError.ts";
import { graphql, type VariablesOf } from "../../graph/graphql.ts";

const SHOWN_MAX = 100;

const itemsQuery = graphql(`
  query FindingItems($id: ID!, $kind: FindingKind!) {
    dataset(id: $id) {
      id
      findings {
        items(kind: $kind, first: 100) {
          detail
          image {
            id
            fileName
            thumbnailUrl(maxSidePx: 160)
          }
        }
      }
    }
  }
`);

interface FindingItemsProps {
  readonly datasetId: string;
  readonly kind: VariablesOf<typeof itemsQuery>["kind"];
  readonly count: number;
}

/** The first findings of a kind, each with its image. */
export function FindingItems({ datasetId, kind, count }: FindingItemsProps) {
  const [{ data, error }] = useQuery({
    query: itemsQuery,
    variables: { id: datasetId, kind },
    requestPolicy: "network-only",
  });
  const items = data?.dataset?.findings.items;
  if (!items) {
    return error ? (
      <Text size="sm" c="red" mt="sm">
        {describeError(error)}
      </Text>
    ) : (
      <Skeleton h={80} mt="sm" role="status" aria-label="Loading the findings" />
    );
  }
  return (
    <>
      <Table mt="sm" fz="sm" verticalSpacing={4}>
        <Table.Tbody>
          {items.map(({ image, detail }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: findings have no identity and never move
            <Table.Tr key={i}>
              <Table.Td w={64}>
                {image ? (
                  // biome-ignore lint/performance/noImgElement: the API makes the sizes itself
                  <img
                    src={image.thumbnailUrl}
                    alt=""
                    width={56}
                    height={42}
                    style={{ objectFit: "cover" }}
                    loading="lazy"
                  />
                ) : null}
              </Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                {image ? <Link href={`/datasets/${datasetId}/images/${image.id}`}>{image.fileName}</Link> : null}
                <Text size="xs" c="dimmed">
                  {detail}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {count > SHOWN_MAX ? (
        <Text size="xs" c="dimmed" mt={6}>
          The first {SHOWN_MAX} of {count}; maskyard findings --kind lists more.
        </Text>
      ) : null}
    </>
  );
}
