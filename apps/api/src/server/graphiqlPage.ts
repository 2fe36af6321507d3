import { type GuideQuery, readGuideQueries } from "./guideQueries.ts";

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
  const [{ renderGraphiQL }, queries] = await Promise.all([
    import("@graphql-yoga/render-graphiql"),
    readGuideQueries(),
  ]);
  const html = renderGraphiQL({
    title: "Maskyard GraphiQL",
    endpoint: "/graphql",
    credentials: "same-origin",
    defaultQuery:
      "query Datasets {\n  datasets(first: 10) {\n    edges { node { id name imageCount annotationCount } }\n  }\n}\n",
  });
  const bodyStart = /<body[^>]*>/;
  if (!bodyStart.test(html)) throw new Error("graphiqlPage: expected GraphiQL's page to have a body");
  return {
    html: html.replace(bodyStart, (body) => `${body}${guideBar(queries)}`),
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

const BAR_PX = 40;

/** The way back to the dashboard and the guide's queries, above GraphiQL. A query that is chosen is opened by its address, as GraphiQL reads one. */
function guideBar(queries: readonly GuideQuery[]): string {
  const options = queries.map(({ title, text }) => `<option value="${escapeHtml(text)}">${escapeHtml(title)}</option>`);
  return `
<style>
  .guide-bar { box-sizing: border-box; display: flex; gap: 16px; align-items: center; height: ${BAR_PX}px; padding: 0 16px; font: 14px system-ui, sans-serif; color: #1f2330; background: #eef0f6; }
  .guide-bar a { color: inherit; }
  .guide-bar select { max-width: 60vw; height: 28px; font: inherit; }
  #root { height: calc(100vh - ${BAR_PX}px) !important; }
  @media (prefers-color-scheme: dark) { .guide-bar { color: #e8eaf2; background: #1b1e29; } }
</style>
<header class="guide-bar">
  <a href="/">Maskyard</a>
  <label>Queries of the guide
    <select onchange="if (this.value) location.assign('/graphql?query=' + encodeURIComponent(this.value))">
      <option value="">Choose one</option>
      ${options.join("\n      ")}
    </select>
  </label>
</header>`;
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] as string);
}
