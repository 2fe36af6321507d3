import { createClient, fetchExchange, gql } from "@urql/core";
import { expect, test } from "vitest";
import { createCache } from "./createCache.ts";

/** A client over the real cache whose server answers every request with `data`. */
function clientAnswering(data: object) {
  return createClient({
    url: "http://graph.test/graphql",
    preferGetMethod: false,
    exchanges: [createCache(), fetchExchange],
    fetch: async () => new Response(JSON.stringify({ data }), { headers: { "content-type": "application/json" } }),
  });
}

test("the reason of a refusal comes through a fragment on the Error interface", async () => {
  const refusal = { __typename: "ConflictError", message: "Changed meanwhile.", code: "CONFLICT" };
  const client = clientAnswering({ updateAnnotation: refusal });
  const mutation = gql`
    mutation ($input: UpdateAnnotationInput!) {
      updateAnnotation(input: $input) {
        __typename
        ... on UpdateAnnotationSuccess {
          data {
            id
          }
        }
        ... on Error {
          message
          code
        }
        ... on InvalidInputError {
          field
        }
      }
    }
  `;
  const { data, error } = await client.mutation(mutation, { input: { id: "a", expectedRevision: 1 } }).toPromise();
  expect(error).toBeUndefined();
  expect(data.updateAnnotation).toMatchObject(refusal);
});

test("a list's objects are found again by their id", async () => {
  const client = clientAnswering({ datasets: [{ __typename: "Dataset", id: "d1", name: "Campus" }] });
  await client.query(gql`{ datasets { id name __typename } }`, {}).toPromise();
  const one = gql`query ($id: ID!) { dataset(id: $id) { id name __typename } }`;
  const { data } = await client.query(one, { id: "d1" }, { requestPolicy: "cache-only" }).toPromise();
  expect(data.dataset).toMatchObject({ id: "d1", name: "Campus" });
});
