"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useQuery } from "urql";
import { graphql } from "../../graph/graphql.ts";
import { useQueryState } from "../../url/useQueryState.ts";
import type { ListedImage } from "./useImagePages.ts";
import { type WorkList, workListArguments } from "./workList.ts";

const listPlaceQuery = graphql(`
  query ListPlace($id: ID!, $filter: ImageFilter, $order: ImageOrder) {
    image(id: $id) {
      id
      placeIn(filter: $filter, order: $order) {
        position
      }
    }
  }
`);

/**
 * Where a grid begins, kept in the page's address as the image at its top (`at`).
 *
 * @returns `firstIndex` null while the place of that image in the list is on its way; the list's beginning where it is not in the list
 */
export function useListPlace(list: WorkList) {
  const [at, setAt] = useQueryState("at");
  // Read as the page opens; from then on the grid says where it is.
  const [opened] = useState({ at, listKey: JSON.stringify(list) });
  const isLeft = useRef(false);
  isLeft.current ||= opened.listKey !== JSON.stringify(list);
  const isOpened = !isLeft.current;
  // Another list begins at its beginning.
  useEffect(() => {
    if (!isOpened) setAt(null);
  }, [isOpened, setAt]);
  const [{ data, error }] = useQuery({
    query: listPlaceQuery,
    variables: { id: opened.at ?? "", ...workListArguments(list) },
    pause: opened.at === null || !isOpened,
  });
  const setPlace = useCallback(
    (index: number, imageAt: (index: number) => ListedImage | undefined) =>
      setAt(index === 0 ? null : (imageAt(index)?.id ?? null)),
    [setAt],
  );
  const isKnown = opened.at === null || !isOpened || data !== undefined || error !== undefined;
  return { firstIndex: isKnown ? ((isOpened ? data?.image?.placeIn.position : null) ?? 0) : null, setPlace };
}
