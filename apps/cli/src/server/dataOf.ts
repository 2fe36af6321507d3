import { CliError } from "../errors/CliError.ts";

/** A mutation's result: a success with `data`, or one of the expected errors. */
export type MutationResult<Data> =
  | { readonly __typename: string; readonly data: Data }
  | { readonly __typename: string; readonly code: string; readonly message: string; readonly field?: string | null };

/** Fields to select on every mutation's result beside the success. */
export const ERROR_FIELDS = "__typename ... on Error { code message }";

/** The success's data. Throws the expected errors as CliErrors. */
export function dataOf<Data>(result: MutationResult<Data>): Data {
  if ("data" in result) return result.data;
  throw new CliError(result.code, result.message);
}
