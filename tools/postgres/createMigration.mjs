// `npm run migration -- NAME`: writes prisma/migrations/<time>_NAME/migration.sql with what prisma/models says beyond
// the migrations that are there. Read it before committing: renames come out as drop and add.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { schemaDrift } from "./checkDrift.mjs";
import { migrationsDir } from "./schemaEngine.mjs";
import { withTemporaryPostgres } from "./withTemporaryPostgres.mjs";

const name = process.argv[2];
if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error(
    "Give the migration a name of small letters, digits and underscores: npm run migration -- add_run_notes",
  );
  process.exit(2);
}
const script = await withTemporaryPostgres(schemaDrift);
if (!script) {
  console.log("prisma/models and prisma/migrations agree: nothing to write.");
} else {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const dir = path.join(migrationsDir, `${time}_${name}`);
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, "migration.sql"), script);
  const lockPath = path.join(migrationsDir, "migration_lock.toml");
  if (!existsSync(lockPath)) writeFileSync(lockPath, 'provider = "postgresql"\n');
  console.log(`Written: ${path.relative(process.cwd(), dir)}/migration.sql`);
}
