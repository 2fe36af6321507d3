import { readFile } from "node:fs/promises";

export interface GuideQuery {
  readonly title: string;
  readonly text: string;
}

/** The documents in GraphQL of a page of the guide, each under the heading before it. */
export function guideQueriesOf(markdown: string): GuideQuery[] {
  const queries: GuideQuery[] = [];
  let title = "";
  for (const match of markdown.matchAll(/^#{1,6} (.+)$|^```graphql\n([\s\S]*?)^```$/gm)) {
    const [, heading, text] = match;
    if (heading !== undefined) title = heading.trim();
    else if (text !== undefined) queries.push({ title, text: text.trim() });
  }
  return queries;
}

/** Beside the sources as beside what is compiled from them. */
const GUIDE = new URL("../../../../docs/guide/graph.md", import.meta.url);

/** Those of the page on the graph; none where the product runs without its guide. */
export async function readGuideQueries(): Promise<GuideQuery[]> {
  try {
    return guideQueriesOf(await readFile(GUIDE, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
