interface Page {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}

let page: Promise<Page> | null = null;

/** GraphiQL with all of its code in the page itself: nothing is loaded from another server. Read on the first visit; it is 9 MB. */
export function graphiqlPage(): Promise<Page> {
  page ??= makePage();
  return page;
}

async function makePage(): Promise<Page> {
  const { renderGraphiQL } = await import("@graphql-yoga/render-graphiql");
  const html = renderGraphiQL({
    title: "Maskyard GraphiQL",
    endpoint: "/graphql",
    credentials: "same-origin",
    defaultQuery:
      "query Datasets {\n  datasets(first: 10) {\n    edges { node { id name imageCount annotationCount } }\n  }\n}\n",
  });
  return {
    html,
    contentSecurityPolicy: [
      "default-src 'none'",
      "script-src 'unsafe-inline' 'unsafe-eval' blob:",
      "worker-src blob:",
      "style-src 'unsafe-inline'",
      "font-src data:",
      "img-src data: 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
  };
}
