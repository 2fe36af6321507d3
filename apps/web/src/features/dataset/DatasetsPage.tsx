"use client";

import { Button, SimpleGrid, Skeleton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPhotoPlus, IconPlus } from "@tabler/icons-react";
import { useQuery } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatQuantity } from "../../format/formatNumber.ts";
import { useNow } from "../../format/useNow.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { DatasetCard, datasetCardFragment } from "./DatasetCard.tsx";
import { NewDatasetDialog } from "./NewDatasetDialog.tsx";

const datasetsQuery = graphql(
  `
    query Datasets {
      datasets(first: 100) {
        totalCount
        edges {
          node {
            id
            ...DatasetCard
          }
        }
      }
    }
  `,
  [datasetCardFragment],
);

export function DatasetsPage() {
  usePageTitle("Datasets");
  const [{ data, error, fetching }, refetch] = useQuery({ query: datasetsQuery, requestPolicy: "cache-and-network" });
  const [dialogOpened, dialog] = useDisclosure(false);
  const now = useNow(30_000);
  const newButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
      New dataset
    </Button>
  );

  return (
    <>
      <PageHeader
        title="Datasets"
        detail={data ? formatQuantity(data.datasets.totalCount, "dataset") : null}
        actions={newButton}
      />
      <div style={{ padding: "8px var(--my-page-inset) 40px" }}>
        {data ? (
          data.datasets.edges.length === 0 ? (
            <EmptyState icon={<IconPhotoPlus size={24} stroke={1.6} />} title="No datasets yet" action={newButton}>
              Import a folder or zip of images with COCO, LabelMe, VOC, YOLO, CVAT, VIA or makesense annotations, or
              start with an empty dataset and draw your own.
            </EmptyState>
          ) : (
            <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }} spacing="lg">
              {data.datasets.edges.map(({ node }) => (
                <DatasetCard key={node.id} dataset={node} now={now} />
              ))}
            </SimpleGrid>
          )
        ) : error && !fetching ? (
          <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
        ) : (
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }} spacing="lg" role="status" aria-label="Loading datasets">
            {["a", "b", "c"].map((key) => (
              <Skeleton key={key} h={276} radius="lg" />
            ))}
          </SimpleGrid>
        )}
      </div>
      <NewDatasetDialog opened={dialogOpened} onClose={dialog.close} />
    </>
  );
}
