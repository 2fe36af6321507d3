"use client";

import { Stack, Text } from "@mantine/core";
import { useQuery } from "urql";
import { graphql } from "../../graph/graphql.ts";
import { ModelVersionBadges, modelVersionBadgeFragment } from "./ModelVersionBadges.tsx";

const trainedModelsQuery = graphql(
  `
    query TrainedModelsOfImage($id: ID!) {
      image(id: $id) {
        id
        trainedModels {
          id
          ...ModelVersionBadge
        }
      }
    }
  `,
  [modelVersionBadgeFragment],
);

/** The registered models that learned from an image; nothing while none did. */
export function TrainedModels({ imageId }: { imageId: string }) {
  const [{ data }] = useQuery({ query: trainedModelsQuery, variables: { id: imageId } });
  const versions = data?.image?.trainedModels ?? [];
  if (versions.length === 0) return null;
  return (
    <Stack gap={4} px={14} py={10}>
      <Text size="xs" fw={600} c="dimmed">
        Trained on this image
      </Text>
      <ModelVersionBadges versions={versions} short />
    </Stack>
  );
}
