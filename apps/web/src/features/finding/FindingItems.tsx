"use client";

import { Anchor, Button, Skeleton, Table, Text } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { PageButtons } from "../../feedback/PageButtons.tsx";
import { describeError } from "../../graph/describeError.ts";
import { graphql, type ResultOf, type VariablesOf } from "../../graph/graphql.ts";
import { PageLink } from "../../url/PageLink.tsx";
import { FINDING_KINDS } from "./findingKinds.ts";

const PAGE_SIZE = 20;

const itemsQuery = graphql(`
  query FindingItems($id: ID!, $kind: FindingKind!, $first: Int!, $offset: Int!) {
    dataset(id: $id) {
      id
      findings {
        items(kind: $kind, first: $first, offset: $offset) {
          detail
          fixable
          annotationIds
          category {
            id
            name
          }
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

type Item = NonNullable<ResultOf<typeof itemsQuery>["dataset"]>["findings"]["items"][number];

interface FindingItemsProps {
  readonly datasetId: string;
  readonly kind: VariablesOf<typeof itemsQuery>["kind"];
  readonly count: number;
  /** Fixes the finding that names this annotation first. */
  readonly onFix: (annotationId: string) => void;
}

/** The findings of a kind page by page, each with its image and, where there is one, a fix of its own. */
export function FindingItems({ datasetId, kind, count, onFix }: FindingItemsProps) {
  const [offset, setOffset] = useState(0);
  const [{ data, error, fetching }] = useQuery({
    query: itemsQuery,
    variables: { id: datasetId, kind, first: PAGE_SIZE, offset },
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
      <Table mt="sm" mb="xs" fz="sm" verticalSpacing={4} style={{ opacity: fetching ? 0.5 : 1 }}>
        <Table.Tbody>
          {items.map((item, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: findings have no identity and never move
            <Table.Tr key={i}>
              {item.image ? (
                <Table.Td w={64}>
                  {/* biome-ignore lint/performance/noImgElement: the API makes the sizes itself */}
                  <img
                    src={item.image.thumbnailUrl}
                    alt=""
                    width={56}
                    height={42}
                    style={{ objectFit: "cover" }}
                    loading="lazy"
                  />
                </Table.Td>
              ) : null}
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                <ItemLink item={item} datasetId={datasetId} />
                <Text size="xs" c="dimmed">
                  {item.detail}
                </Text>
              </Table.Td>
              <Table.Td ta="right" w={150}>
                {item.fixable && item.annotationIds[0] ? (
                  <Button size="compact-xs" variant="default" onClick={() => onFix(item.annotationIds[0] as string)}>
                    {FINDING_KINDS[kind].fixOne}
                  </Button>
                ) : null}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <PageButtons offset={offset} pageSize={PAGE_SIZE} total={count} onOffset={setOffset} />
    </>
  );
}

/** To the image with the annotation chosen; of a rare class to all its images. */
function ItemLink({ item: { image, category, annotationIds }, datasetId }: { item: Item; datasetId: string }) {
  if (image) {
    const chosen = annotationIds[0] ? `?annotation=${encodeURIComponent(annotationIds[0])}` : "";
    return (
      <Anchor component={PageLink} inherit href={`/datasets/${datasetId}/images/${image.id}${chosen}`}>
        {image.fileName}
      </Anchor>
    );
  }
  if (!category) return null;
  return (
    <Anchor component={PageLink} inherit href={`/datasets/${datasetId}?category=${category.id}`}>
      Images with {category.name}
    </Anchor>
  );
}
