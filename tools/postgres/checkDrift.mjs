import { migrate } from "./migrate.mjs";
import { noFilters, repositoryDir, schemaFiles, withSchemaEngine } from "./schemaEngine.mjs";

/**
 * What prisma/models says and prisma/migrations does not, as the SQL that is missing; undefined when they agree.
 * @param {string} url of an empty database, to which the migrations are applied
 * @returns {Promise<string | undefined>}
 */
export async function schemaDrift(url) {
  await migrate(url);
  const files = schemaFiles().map(([path, content]) => ({ path, content }));
  return await withSchemaEngine(url, async (engine) => {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: repositoryDir },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      filters: noFilters,
    });
    return exitCode === 2 ? (stdout ?? "") : undefined;
  });
}
