import { type Preset, presets } from "@maskyard/store";
import { builder } from "../graph/builder.ts";
import { Recipe } from "../run/runEnums.ts";

const PresetType = builder.objectRef<Preset>("Preset").implement({
  description: "A named set of values for a recipe's configuration.",
  fields: (t) => ({
    name: t.exposeString("name"),
    recipe: t.field({ type: Recipe, resolve: (preset) => preset.recipe }),
    description: t.exposeString("description"),
    configuration: t.field({ type: "JSON", resolve: (preset) => preset.configuration }),
  }),
});

builder.queryField("presets", (t) =>
  t.field({
    type: [PresetType],
    description: "The presets of all recipes with every value spelled out.",
    resolve: () => [...presets],
  }),
);
