export type { SceneInstance } from "./annotate/visibleInstances.ts";
export { LEAST_PART_PX, LEAST_VISIBLE_PX, LEAST_VISIBLE_SHARE } from "./annotate/visibleInstances.ts";
export { type CampusScene, generateCampusScene } from "./compose/generateCampusScene.ts";
export {
  type CampusDataset,
  type CampusDatasetOptions,
  contentHashOf,
  DEMO_DATASET,
  writeCampusDataset,
} from "./dataset/writeCampusDataset.ts";
