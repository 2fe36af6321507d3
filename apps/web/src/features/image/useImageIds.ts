"use client";

import { useCallback } from "react";
import { useClient } from "urql";
import { notifyFailed } from "../../feedback/notify.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import type { ListedImage } from "./useImagePages.ts";
import { type WorkList, workListArguments } from "./workList.ts";

const imageIdsQuery = graphql(`
  query ImageIds($id: ID!, $offset: Int!, $limit: Int!, $filter: ImageFilter, $order: ImageOrder) {
    dataset(id: $id) {
      id
      imagePage(offset: $offset, limit: $limit, filter: $filter, order: $order) {
        images {
          id
        }
      }
    }
  }
`);

const IDS_AT_ONCE = 1_000;

/** The ids of a part of a list: of what is on the page at once, of the rest from the server. */
export function useImageIds(datasetId: string, list: WorkList, imageAt: (index: number) => ListedImage | undefined) {
  const client = useClient();
  return useCallback(
    async (from: number, to: number): Promise<readonly string[] | null> => {
      const known = Array.from({ length: to - from + 1 }, (_, index) => imageAt(from + index)?.id);
      if (known.every((id) => id !== undefined)) return known as string[];
      const ids: string[] = [];
      for (let offset = from; offset <= to; offset += IDS_AT_ONCE) {
        const limit = Math.min(IDS_AT_ONCE, to - offset + 1);
        const variables = { id: datasetId, offset, limit, ...workListArguments(list) };
        const { data, error } = await client
          .query(imageIdsQuery, variables, { requestPolicy: "network-only" })
          .toPromise();
        if (!data?.dataset) {
          notifyFailed("The images were not selected", error ? describeError(error) : "The dataset no longer exists.");
          return null;
        }
        ids.push(...data.dataset.imagePage.images.map(({ id }) => id));
      }
      return ids;
    },
    [client, datasetId, list, imageAt],
  );
}
