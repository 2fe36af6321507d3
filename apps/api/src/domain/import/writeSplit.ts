import type { SubsetName } from "@maskyard/store";
import type { PoolClient } from "pg";
import { insertSplit } from "../split/insertSplit.ts";
import type { ImportPlan } from "./planImport.ts";

const SPLIT_NAME = "from files";

/** A split by the subsets the source names; returns what there is to tell about it. */
export async function writeSplit(
  client: PoolClient,
  datasetId: string,
  plan: ImportPlan,
  imageIds: ReadonlyMap<string, string>,
): Promise<{ kind: "warning"; reason: string; place: string; annotations: 0 }[]> {
  const assigned = plan.images.flatMap(({ image, subset }): { imageId: string; subset: SubsetName }[] =>
    subset === "train" || subset === "val" || subset === "test"
      ? [{ imageId: imageIds.get(image.path) ?? "", subset }]
      : [],
  );
  const warning = (reason: string) => ({ kind: "warning" as const, reason, place: "split", annotations: 0 as const });
  if (assigned.length === 0) {
    return [warning("no split was made: neither files nor folders name train, val or test")];
  }
  const names = await client.query<{ name: string }>("SELECT name FROM split WHERE dataset_id = $1", [datasetId]);
  const taken = new Set(names.rows.map((split) => split.name));
  let name = SPLIT_NAME;
  for (let number = 2; taken.has(name); number += 1) {
    name = `${SPLIT_NAME} ${number}`;
  }
  const share = (subset: SubsetName): number =>
    assigned.filter((one) => one.subset === subset).length / assigned.length;
  const ratios = { trainRatio: share("train"), valRatio: share("val") };
  const settings = { strategy: "FROM_FILES", seed: 0, grouping: null, fold: null, folds: null } as const;
  await insertSplit(client, { datasetId, name, ...ratios, ...settings }, assigned);
  const without = plan.images.length - assigned.length;
  return without === 0
    ? []
    : [warning(`${without} images belong to no subset: neither their files nor their folders name one`)];
}
