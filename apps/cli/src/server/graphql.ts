const documents: string[] = [];

/** Marks text as a GraphQL document; a test checks all of them against the server's schema. */
export function graphql(strings: TemplateStringsArray, ...parts: readonly string[]): string {
  const document = String.raw({ raw: strings }, ...parts);
  documents.push(document);
  return document;
}

/** Every document of the modules loaded so far. */
export function allDocuments(): readonly string[] {
  return documents;
}
