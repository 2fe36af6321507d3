interface Preset {
  readonly name: string;
  readonly recipe: string;
  readonly suits: string;
}

/**
 * The presets to offer, the one to begin with first: those made for generated scenes are nothing for photographs, and the other way round they come last. One that
 * is chosen already (of a run that is cloned) is offered whatever it suits.
 */
export function presetsFor<Of extends Preset>(
  presets: readonly Of[],
  {
    recipe,
    isGenerated,
    chosen,
  }: { readonly recipe: string; readonly isGenerated: boolean; readonly chosen: string | null },
): Of[] {
  const ofRecipe = presets.filter((preset) => preset.recipe === recipe);
  const forScenes = ofRecipe.filter(({ suits }) => suits === "GENERATED_SCENES");
  const others = ofRecipe.filter(({ suits }) => suits !== "GENERATED_SCENES");
  if (isGenerated) return [...forScenes, ...others];
  return [...others, ...forScenes.filter(({ name }) => name === chosen)];
}
