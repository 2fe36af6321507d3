"use client";

import type { CombinedError } from "@urql/core";
import { useEffect, useMemo, useState } from "react";
import { type DocumentInput, useClient } from "urql";
import { type FragmentOf, graphql } from "../../graph/graphql.ts";
import { type AnnotationShape, annotationShapeFragment } from "../annotation/annotationFragments.ts";
import { imageTileFragment } from "./ImageTile.tsx";
import { PageWindow } from "./PageWindow.ts";
import { PAGE_IMAGES } from "./wantedPages.ts";
import { type WorkList, workListArguments } from "./workList.ts";

export const datasetImagesQuery = graphql(
  `
    query DatasetImages($id: ID!, $offset: Int!, $limit: Int!, $filter: ImageFilter, $order: ImageOrder) {
      dataset(id: $id) {
        id
        imagePage(offset: $offset, limit: $limit, filter: $filter, order: $order) {
          totalCount
          images {
            id
            ...ImageTile
          }
        }
      }
    }
  `,
  [imageTileFragment],
);

const datasetMasksQuery = graphql(
  `
    query DatasetMasks($id: ID!, $offset: Int!, $limit: Int!, $filter: ImageFilter, $order: ImageOrder) {
      dataset(id: $id) {
        id
        imagePage(offset: $offset, limit: $limit, filter: $filter, order: $order) {
          images {
            id
            annotations {
              id
              ...AnnotationShape
            }
          }
        }
      }
    }
  `,
  [annotationShapeFragment],
);

/** Pages that fly by in a fast scroll are not asked for. */
const SETTLE_MS = 40;

export interface ListedImage {
  readonly id: string;
  readonly tile: FragmentOf<typeof imageTileFragment>;
}

/**
 * The images of a list around the place that is looked at, with their masks, which can be a hundred times as many bytes and are read beside them.
 *
 * @param wanted numbers of pages of {@link PAGE_IMAGES}
 */
export function useImagePages(datasetId: string, list: WorkList, wanted: readonly number[]) {
  const client = useClient();
  const listKey = JSON.stringify(workListArguments(list));
  const [, setChanges] = useState(0);
  const { tiles, masks } = useMemo(() => {
    const changed = () => setChanges((count) => count + 1);
    const variables = {
      id: datasetId,
      limit: PAGE_IMAGES,
      ...(JSON.parse(listKey) as ReturnType<typeof workListArguments>),
    };
    const windowOf = <Data>(query: DocumentInput<Data, typeof variables & { offset: number }>) =>
      new PageWindow<Data, CombinedError>((page, sink) => {
        const { unsubscribe } = client
          .query(query, { ...variables, offset: page * PAGE_IMAGES })
          .subscribe(({ data, error }) => {
            if (data) sink.next(data);
            else if (error) sink.error(error);
          });
        return unsubscribe;
      }, changed);
    return { tiles: windowOf(datasetImagesQuery), masks: windowOf(datasetMasksQuery) };
  }, [client, datasetId, listKey]);

  const wantedKey = wanted.join();
  useEffect(() => {
    const pages = wantedKey.split(",").map(Number);
    const settled = setTimeout(() => {
      tiles.want(pages);
      masks.want(pages);
    }, SETTLE_MS);
    return () => clearTimeout(settled);
  }, [wantedKey, tiles, masks]);
  useEffect(
    () => () => {
      tiles.close();
      masks.close();
    },
    [tiles, masks],
  );

  const pageOf = (index: number) => tiles.pages.get(Math.floor(index / PAGE_IMAGES))?.dataset?.imagePage;
  const latest = [...tiles.pages.values()].at(-1);
  return {
    listKey: `${datasetId} ${listKey}`,
    /** Null until the first page is there. */
    totalCount: latest?.dataset?.imagePage.totalCount ?? null,
    imageAt: (index: number): ListedImage | undefined => {
      const image = pageOf(index)?.images[index % PAGE_IMAGES];
      return image && { id: image.id, tile: image };
    },
    annotationsAt: (index: number): readonly AnnotationShape[] | undefined =>
      masks.pages.get(Math.floor(index / PAGE_IMAGES))?.dataset?.imagePage.images[index % PAGE_IMAGES]?.annotations,
    error: tiles.problem,
    retry: () => {
      tiles.retry();
      masks.retry();
    },
  };
}
