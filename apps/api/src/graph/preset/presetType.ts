import { CONFIGURATION_KEYS, type Preset, presets, settingDescriptions } from "@maskyard/store";
import { builder } from "../builder/builder.ts";
import { Recipe } from "../run/runEnums.ts";

const PresetSuits = builder.enumType("PresetSuits", {
  description: "GENERATED_SCENES: the small scenes that `maskyard demo generate` draws. PHOTOGRAPHS: everything else.",
  values: ["GENERATED_SCENES", "PHOTOGRAPHS"] as const,
});

const PresetType = builder.objectRef<Preset>("Preset").implement({
  description: "A named set of values for a recipe's configuration.",
  fields: (t) => ({
    name: t.exposeString("name"),
    recipe: t.field({ type: Recipe, resolve: (preset) => preset.recipe }),
    description: t.exposeString("description"),
    suits: t.field({ type: PresetSuits, description: "What it was made for.", resolve: (preset) => preset.suits }),
    configuration: t.field({ type: "JSON", resolve: (preset) => preset.configuration }),
  }),
});

const Setting = builder.objectRef<(typeof CONFIGURATION_KEYS)[number]>("Setting").implement({
  description: "A setting of a run's configuration, explained.",
  fields: (t) => ({
    key: t.string({ resolve: (key) => key }),
    sentence: t.string({ description: "What it does.", resolve: (key) => settingDescriptions[key].sentence }),
    unit: t.string({
      nullable: true,
      description: "Of its values; null for plain numbers, words and switches.",
      resolve: (key) => settingDescriptions[key].unit,
    }),
  }),
});

builder.queryFields((t) => ({
  presets: t.field({
    type: [PresetType],
    description: "The presets of all recipes with every value spelled out.",
    resolve: () => [...presets],
  }),
  settings: t.field({
    type: [Setting],
    description: "Every setting that a launch can change.",
    resolve: () => [...CONFIGURATION_KEYS],
  }),
}));
