import { expect } from "vitest";
import type { TestApi, TestPerson } from "./startTestApi.ts";

/** Everything there is to know of an import. */
export const importQuery = `query ($id: ID!) { import(id: $id) {
  status error imagesTotal imagesDone imageCount annotationCount format
  ledger { read kept merged rounded clipped guessed dropped entryCount entries { kind reason place } }
  dataset { name imageCount annotationCount categories { name color position annotationCount }
    splits { name strategy counts { train val test } }
    images { edges { node { fileName widthPx heightPx exifOrientation sourceSubset annotations { areaPx box { x y width height } } } } } }
} }`;

/** Imports a zip to its end and gives what there is to know of it then. */
export async function importAndRead(api: TestApi, person: TestPerson, zip: Uint8Array, query: Record<string, string>) {
  const outcome = await api.importZip(person, zip, query);
  expect(outcome).toMatchObject({ http: 202, message: null });
  const { data, errors } = await api.graph(person, importQuery, { id: outcome.importId });
  expect(errors).toEqual([]);
  return data.import;
}
