"use client";

import { useCallback } from "react";
import { graphql, type VariablesOf } from "../../graph/graphql.ts";
import type { Outcome } from "../../graph/outcomeOf.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";

const tagImagesMutation = graphql(`
  mutation TagImages($input: TagImagesInput!) {
    tagImages(input: $input) {
      __typename
      ... on TagImagesSuccess {
        data {
          imageCount
          changedCount
          dataset {
            id
            tags {
              name
              imageCount
            }
          }
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

type TagImagesInput = VariablesOf<typeof tagImagesMutation>["input"];

/** Adds tags to images and takes others away. */
export function useTagImages(): [
  (input: TagImagesInput) => Promise<Outcome<{ imageCount: number; changedCount: number }>>,
  boolean,
] {
  const [{ fetching }, tagImages] = useGraphMutation(tagImagesMutation);
  const send = useCallback(
    async (input: TagImagesInput) => {
      return tagImages({ input });
    },
    [tagImages],
  );
  return [send, fetching];
}
