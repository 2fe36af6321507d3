"use client";

import { useCallback } from "react";
import { useMutation } from "urql";
import { graphql, type VariablesOf } from "../../graph/graphql.ts";
import { mutationOutcome, type Outcome } from "../../graph/mutationOutcome.ts";

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
  const [{ fetching }, tagImages] = useMutation(tagImagesMutation);
  const send = useCallback(
    async (input: TagImagesInput) => {
      const { data, error } = await tagImages({ input });
      return mutationOutcome(data?.tagImages, error);
    },
    [tagImages],
  );
  return [send, fetching];
}
