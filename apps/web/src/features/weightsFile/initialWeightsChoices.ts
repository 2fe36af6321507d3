import { graphql, type ResultOf } from "../../graph/graphql.ts";

export const initialWeightsQuery = graphql(`
  query InitialWeights($datasetId: ID!) {
    weightsFiles(datasetId: $datasetId) {
      id
      name
      bytes
      trainerPath
    }
    registeredModels {
      id
      name
      versions {
        id
        number
        aliases
        archived
        checkpoint {
          id
          run {
            id
            recipe
          }
        }
      }
    }
    runs(first: 100) {
      edges {
        node {
          id
          number
          name
          recipe
          checkpoints {
            id
            step
            best
          }
        }
      }
    }
  }
`);

/** What launchRun's input takes, as the value of a choice. */
export type InitialWeights =
  | { readonly initialWeightsFileId: string }
  | { readonly initialModelVersionId: string }
  | { readonly initialCheckpointId: string };

export interface WeightsChoice {
  readonly value: string;
  readonly label: string;
}

/** The files, the versions of registered models, and of every run of the recipe the best checkpoint (the newest where none was evaluated). */
export function initialWeightsChoices(
  data: ResultOf<typeof initialWeightsQuery>,
  recipe: string,
): { group: string; items: WeightsChoice[] }[] {
  const files = data.weightsFiles.map(({ id, name }) => ({ value: `file:${id}`, label: name }));
  const checkpoints = data.runs.edges.flatMap(({ node: run }) => {
    const chosen = run.checkpoints.find(({ best }) => best) ?? run.checkpoints.at(-1);
    if (!chosen || run.recipe !== recipe) return [];
    return [{ value: `checkpoint:${chosen.id}`, label: `#${run.number} ${run.name}, step ${chosen.step}` }];
  });
  // Those made of a program's artifacts have no checkpoint: nothing here trains on from them.
  const models = data.registeredModels.flatMap((model) =>
    model.versions
      .filter(({ archived, checkpoint }) => !archived && checkpoint?.run.recipe === recipe)
      .map(({ id, number, aliases }) => ({
        value: `model:${id}`,
        label: [`${model.name} v${number}`, ...aliases].join(", "),
      })),
  );
  return [
    { group: "Weights files", items: files },
    { group: "Registered models", items: models },
    { group: "Checkpoints of runs", items: checkpoints },
  ].filter(({ items }) => items.length > 0);
}

export function initialWeightsOf(value: string | null): InitialWeights | null {
  if (value === null) return null;
  const id = value.slice(value.indexOf(":") + 1);
  if (value.startsWith("file:")) return { initialWeightsFileId: id };
  return value.startsWith("model:") ? { initialModelVersionId: id } : { initialCheckpointId: id };
}
