import { loadEngine } from "../engine/loadEngine.ts";
import { expectModelLikeTorchvision } from "./expectModelLikeTorchvision.ts";

const { tf } = await loadEngine();
expectModelLikeTorchvision(tf, "resnet50-frozen");
