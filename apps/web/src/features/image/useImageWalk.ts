"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { useQuery } from "urql";
import { formatCount } from "../../format/formatNumber.ts";
import { graphql } from "../../graph/graphql.ts";
import { gridAddress, imageAddress, readWorkList, workListArguments } from "./workList.ts";

const imageWalkQuery = graphql(`
  query ImageWalk($id: ID!, $filter: ImageFilter, $order: ImageOrder) {
    image(id: $id) {
      id
      placeIn(filter: $filter, order: $order) {
        position
        totalCount
        previous {
          id
        }
        next {
          id
        }
      }
    }
  }
`);

/** An image as one of the list that is worked through. */
export interface ImageWalk {
  /** "3 of 120"; null while it is not known. */
  readonly place: string | null;
  readonly previousId: string | null;
  readonly nextId: string | null;
  /** Opens an image of the list; nothing for null. */
  readonly go: (imageId: string | null) => void;
  /** Goes on to the next image, or the one before, or where there is none to the grid: this one has gone. */
  readonly leave: () => void;
  /** The grid of the list, at this image. */
  readonly gridHref: string;
}

/** Reads from the page's address which list its image is one of, and where in it. */
export function useImageWalk(datasetId: string, imageId: string): ImageWalk {
  const router = useRouter();
  const parameters = useSearchParams();
  const list = useMemo(() => readWorkList(parameters), [parameters]);
  const [{ data }] = useQuery({
    query: imageWalkQuery,
    variables: { id: imageId, ...workListArguments(list) },
    // Others tag, annotate and import meanwhile, which moves images in and out of the list.
    requestPolicy: "cache-and-network",
  });
  const place = data?.image?.id === imageId ? data.image.placeIn : null;
  return {
    place: place && describePlace(place),
    previousId: place?.previous?.id ?? null,
    nextId: place?.next?.id ?? null,
    go: (to) => {
      if (to !== null) router.push(imageAddress(datasetId, to, list));
    },
    leave: () => {
      const to = place?.next?.id ?? place?.previous?.id;
      router.replace(to === undefined ? gridAddress(datasetId, list, null) : imageAddress(datasetId, to, list));
    },
    gridHref: gridAddress(datasetId, list, imageId),
  };
}

function describePlace({ position, totalCount }: { position: number | null; totalCount: number }): string {
  // Annotated or tagged meanwhile, it may no longer be one of those that were filtered for.
  if (position === null) return `no longer in the list of ${formatCount(totalCount)}`;
  return `${formatCount(position + 1)} of ${formatCount(totalCount)}`;
}
