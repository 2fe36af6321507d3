import { readFileSync } from "node:fs";
import pg from "pg";
import { expect, test } from "vitest";
import { createTestDatabase } from "../../../../../tools/testing/testDatabase.mjs";

const MIGRATION = new URL(
  "../../../../../prisma/migrations/20261129143102_annotation_batches/migration.sql",
  import.meta.url,
);

test("creations that were kept under a key become batches with their ids in order", async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  // Only what the migration touches, as it was before it.
  await client.query(`
    CREATE SCHEMA before; SET search_path TO before;
    CREATE TABLE image (id uuid PRIMARY KEY);
    CREATE TABLE annotation (id uuid PRIMARY KEY, image_id uuid, creation_key text, created_at timestamptz DEFAULT now());
    CREATE UNIQUE INDEX annotation_image_id_creation_key_key ON annotation (image_id, creation_key);
    INSERT INTO image VALUES ('00000000-0000-0000-0000-00000000000a');
    INSERT INTO annotation (id, image_id, creation_key)
    SELECT ('00000000-0000-0000-0000-0000000000' || lpad(n::text, 2, '0'))::uuid, '00000000-0000-0000-0000-00000000000a', key
    FROM (VALUES (11, 'two words 10'), (12, 'two words 9'), (13, 'drawn 0'), (14, NULL)) AS made(n, key);`);
  await client.query(readFileSync(MIGRATION, "utf8"));
  const { rows } = await client.query("SELECT key, digest, annotation_ids FROM annotation_batch ORDER BY key");
  expect(rows).toEqual([
    { key: "drawn", digest: null, annotation_ids: ["00000000-0000-0000-0000-000000000013"] },
    {
      key: "two words",
      digest: null,
      annotation_ids: ["00000000-0000-0000-0000-000000000012", "00000000-0000-0000-0000-000000000011"],
    },
  ]);
  await client.end();
  await database.drop();
});
