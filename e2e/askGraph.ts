import type { RunningProduct } from "../tools/testing/providedContext.d.ts";

/** One request to the product's graph as its API token; throws on any error the answer reports. */
export async function askGraph<Data>(
  product: Pick<RunningProduct, "url" | "token">,
  query: string,
  variables: object = {},
): Promise<Data> {
  const response = await fetch(new URL("/graphql", product.url), {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${product.token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: { message: string }[] };
  if (errors) throw new Error(`askGraph: ${errors.map(({ message }) => message).join("; ")}`);
  return data;
}
