// Turns apps/api/schema.graphql into the types that gql.tada infers documents from. gql.tada's own command needs the
// classic TypeScript API, which TypeScript 7 no longer has; its internals need it only to format, so they are called here. And into what the cache knows of types.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { minifyIntrospection, outputIntrospectionFile } from "@gql.tada/internal";
import { buildSchema, introspectionFromSchema } from "graphql";
import { cacheTypesOf } from "./cacheTypesOf.mjs";

const webFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const schemaPath = process.argv[2] ?? join(webFolder, "..", "api", "schema.graphql");
const outputPath = join(webFolder, "src", "graph", "generated", "introspection.d.ts");

const schema = buildSchema(readFileSync(schemaPath, "utf8"));
const introspection = introspectionFromSchema(schema, { descriptions: false });
const source = outputIntrospectionFile(minifyIntrospection(introspection), {
  fileType: ".d.ts",
  shouldPreprocess: false,
});

mkdirSync(dirname(outputPath), { recursive: true });
writeFileSync(outputPath, source);
writeFileSync(join(dirname(outputPath), "cacheTypes.json"), `${JSON.stringify(cacheTypesOf(schema), null, 2)}\n`);
