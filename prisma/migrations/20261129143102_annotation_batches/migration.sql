-- CreateTable
CREATE TABLE "annotation_batch" (
    "image_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "digest" BYTEA,
    "annotation_ids" UUID[],
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "annotation_batch_pkey" PRIMARY KEY ("image_id","key")
);

-- AddForeignKey
ALTER TABLE "annotation_batch" ADD CONSTRAINT "annotation_batch_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "image"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A creation was kept as "<key of its batch> <place in the batch>".
INSERT INTO "annotation_batch" ("image_id", "key", "annotation_ids", "created_at")
SELECT "image_id", regexp_replace("creation_key", ' \d+$', ''),
  array_agg("id" ORDER BY substring("creation_key" FROM ' (\d+)$')::int), min("created_at")
FROM "annotation"
WHERE "creation_key" IS NOT NULL
GROUP BY 1, 2;

-- DropIndex
DROP INDEX "annotation_image_id_creation_key_key";

-- AlterTable
ALTER TABLE "annotation" DROP COLUMN "creation_key";
