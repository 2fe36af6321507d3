import { CliError } from "../errors/CliError.ts";

/** The project meant by an id or a slug; without one the only project there is. */
export function findProject<Project extends { readonly id: string; readonly slug: string }>(
  projects: readonly Project[],
  wanted: string | undefined,
): Project {
  const matches = wanted === undefined ? projects : projects.filter(({ id, slug }) => id === wanted || slug === wanted);
  const [first, second] = matches;
  if (first && !second) return first;
  const slugs = projects.map(({ slug }) => slug).join(", ");
  throw new CliError(
    first ? "AMBIGUOUS" : "NOT_FOUND",
    first ? `Choose the project with --project: ${slugs}.` : `There is no such project. Available projects: ${slugs}.`,
  );
}
