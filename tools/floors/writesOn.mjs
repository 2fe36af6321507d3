/** What changes rows in SQL, whole enough not to be found in a sentence. "FOR UPDATE OF x" only locks. */
const statement =
  /\b(?:INSERT\s+INTO\s+[\w"$]\S*\s*(?:\(|SELECT\b|VALUES\b|DEFAULT\b|AS\b)|UPDATE\s+(?:ONLY\s+)?[\w"$]\S*(?:\s+(?:AS\s+)?\w+)?\s+SET(?=\s+(?:[\w"]+\s*=|\(|\$\{))|DELETE\s+FROM\s+[\w"$]\S*?(?=\s+(?:AS|USING|WHERE|RETURNING)\b|[\s;]*[`"'])|MERGE\s+INTO\s+[\w"$]|TRUNCATE\s+(?:TABLE\s+)?[\w"$]+\s*[;,`"']|COPY\s+[\w"$]\S*[^;`]*?\sFROM\s+STDIN)/gi;

const raw = /\.\$executeRaw(?:Unsafe)?\b/g;

/**
 * Writes to the database in the modules of some folders: Prisma's, of these models, and those in SQL.
 * @param {ReadonlyMap<string, string>} sources module by its path, with "/"
 * @param {readonly string[]} folders the top folders that are to hold none
 * @param {readonly string[]} models as the schema names them: "SavedView"
 * @returns {string[]} "graph/a.ts:12: prisma.savedView.deleteMany("
 */
export function writesOn(sources, folders, models) {
  const delegates = models.map((name) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`);
  const delegate = new RegExp(
    `\\.(?:${delegates.join("|")})\\s*\\.(?:create|update|upsert|delete)(?:Many)?(?:AndReturn)?\\(`,
    "g",
  );
  return [...sources].flatMap(([file, source]) => {
    if (!folders.includes(/** @type {string} */ (file.split("/")[0]))) return [];
    return [statement, raw, ...(delegates.length > 0 ? [delegate] : [])]
      .flatMap((pattern) => [...source.matchAll(pattern)])
      .sort((a, b) => a.index - b.index)
      .map(({ index, 0: text }) => {
        const line = source.slice(0, index).split("\n").length;
        return `${file}:${line}: ${text.replace(/\s+/g, " ").replace(/^\./, "")}`;
      });
  });
}
