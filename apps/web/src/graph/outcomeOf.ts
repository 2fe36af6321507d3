import type { CombinedError } from "@urql/core";
import { describeError } from "./describeError.ts";

/** What a mutation came to: its data, or a refusal with a sentence for the person. */
export type Outcome<Data> =
  | { readonly ok: true; readonly data: Data }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly field: string | null;
      /** Everything that is wrong, where the mutation asks for it. */
      readonly problems?: readonly { readonly message: string; readonly field: string | null }[];
    };

interface Refusal {
  readonly problems?: readonly { readonly message: string; readonly field: string | null }[];
  readonly message?: string;
  readonly code?: string;
  readonly field?: string | null;
}

/** The one result that a mutation's document asks for. */
type ResultIn<Data> = NonNullable<Data[keyof Data]>;

type SuccessIn<Data> =
  Extract<ResultIn<Data>, { data: unknown }> extends { data: infer SuccessData } ? SuccessData : never;

/**
 * What the answer to a mutation of one field came to. Of its result union the `…Success` member holds `data`, every other member is an expected error. A lost
 * connection becomes a refusal with code `NETWORK`, any other error one with the code the server gave it.
 */
export function outcomeOf<Data extends object>({
  data,
  error,
}: {
  readonly data?: Data | undefined;
  readonly error?: CombinedError | undefined;
}): Outcome<SuccessIn<Data>> {
  const [result] = Object.values(data ?? {}) as ({ readonly __typename: string } | null | undefined)[];
  if (result?.__typename.endsWith("Success")) {
    return { ok: true, data: (result as unknown as { data: SuccessIn<Data> }).data };
  }
  if (result) {
    const refusal = result as Refusal;
    return {
      ok: false,
      code: refusal.code ?? result.__typename,
      message: refusal.message ?? "The server refused this without saying why.",
      field: refusal.field ?? null,
      ...(refusal.problems ? { problems: refusal.problems } : {}),
    };
  }
  return {
    ok: false,
    code: error?.networkError ? "NETWORK" : String(error?.graphQLErrors[0]?.extensions?.code ?? "INTERNAL"),
    message: error ? describeError(error) : "The server did not answer.",
    field: null,
  };
}

/** Whether the same request may succeed later by itself: the server, or its database, was not reached. */
export function isPassing(outcome: Outcome<unknown>): boolean {
  return !outcome.ok && (outcome.code === "NETWORK" || outcome.code === "SERVICE_UNAVAILABLE");
}
