"use client";

import { useCallback, useMemo, useState } from "react";
import { useQuery } from "urql";
import { graphql } from "../../graph/graphql.ts";
import { type AnnotationShape, annotationShapeFragment } from "../annotation/annotationFragments.ts";
import { imageTileFragment } from "./ImageTile.tsx";
import type { ImageFilterInput } from "./imageFilter.ts";

export const datasetImagesQuery = graphql(
  `
    query DatasetImages($id: ID!, $after: String, $filter: ImageFilter) {
      dataset(id: $id) {
        id
        images(first: 48, after: $after, filter: $filter) {
          totalCount
          edges {
            node {
              id
              ...ImageTile
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  `,
  [imageTileFragment],
);

const datasetMasksQuery = graphql(
  `
    query DatasetMasks($id: ID!, $after: String, $filter: ImageFilter) {
      dataset(id: $id) {
        id
        images(first: 48, after: $after, filter: $filter) {
          edges {
            node {
              id
              annotations {
                id
                ...AnnotationShape
              }
            }
          }
        }
      }
    }
  `,
  [annotationShapeFragment],
);

/**
 * A dataset's images page by page: the cache joins the pages read so far, `loadMore` asks for the one after them. The masks of a
 * page, which can be a hundred times as many bytes, are read once its thumbnails are there to be looked at.
 */
export function useDatasetImages(datasetId: string, filter: ImageFilterInput) {
  const filterKey = JSON.stringify(filter);
  const [position, setPosition] = useState<{ filterKey: string; after: string | null }>({ filterKey, after: null });
  const after = position.filterKey === filterKey ? position.after : null;
  const variables = useMemo(
    () => ({ id: datasetId, after, filter: JSON.parse(filterKey) as ImageFilterInput }),
    [datasetId, after, filterKey],
  );
  const [{ data, error, fetching, stale }, refetch] = useQuery({ query: datasetImagesQuery, variables });
  const [masks] = useQuery({ query: datasetMasksQuery, variables, pause: data === undefined || fetching });
  const connection = data?.dataset?.images ?? null;
  const pageInfo = connection?.pageInfo ?? null;

  const loadMore = useCallback(() => {
    if (!fetching && !stale && pageInfo?.hasNextPage && pageInfo.endCursor !== after) {
      setPosition({ filterKey, after: pageInfo.endCursor });
    }
  }, [fetching, stale, pageInfo, after, filterKey]);

  const restart = useCallback(() => setPosition({ filterKey, after: null }), [filterKey]);

  const maskEdges = masks.data?.dataset?.images.edges;
  const annotationsByImage = useMemo(
    () => new Map<string, readonly AnnotationShape[]>(maskEdges?.map(({ node }) => [node.id, node.annotations])),
    [maskEdges],
  );

  return { connection, annotationsByImage, error, fetching: fetching || stale, loadMore, refetch, restart };
}
