import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./generated/introspection.d.ts";

/** Typed documents: results and variables are inferred from the text against apps/api/schema.graphql. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; JSON: unknown; ID: string };
}>();

export type { FragmentOf, ResultOf, VariablesOf } from "gql.tada";
export { readFragment } from "gql.tada";
