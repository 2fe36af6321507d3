import type { RunningProduct } from "../tools/testing/providedContext.d.ts";
import { askGraph } from "./askGraph.ts";

/** Imports a zip into the dataset of a name, which is made where it is not there, and returns the dataset's id. */
export async function importArchive(
  product: Pick<RunningProduct, "url" | "token">,
  name: string,
  zip: Buffer,
): Promise<string> {
  const response = await fetch(new URL(`/files/imports?dataset=${name}&split=FROM_FILES`, product.url), {
    method: "POST",
    headers: { authorization: `Bearer ${product.token}`, "content-type": "application/zip" },
    body: new Uint8Array(zip),
  });
  const { importId } = (await response.json()) as { importId: string };
  for (;;) {
    const { import: state } = await askGraph<{ import: { status: string; dataset: { id: string } } }>(
      product,
      "query ($id: ID!) { import(id: $id) { status dataset { id } } }",
      { id: importId },
    );
    if (state.status === "SUCCEEDED") return state.dataset.id;
    if (state.status === "FAILED") throw new Error("The import failed.");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
