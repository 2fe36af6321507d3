ALTER TABLE "image" ADD COLUMN     "deleted_at" TIMESTAMPTZ(6),
ADD COLUMN     "deleted_by_id" TEXT,
ADD COLUMN     "restored_at" TIMESTAMPTZ(6);

ALTER TABLE "image" ADD CONSTRAINT "image_deleted_by_id_fkey" FOREIGN KEY ("deleted_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- From here on what Prisma's models do not know.

-- A deleted image leaves its name free, for a better picture of the same name.
DROP INDEX "image_dataset_id_file_name_key";
CREATE UNIQUE INDEX "image_dataset_id_file_name_key" ON "image"("dataset_id", "file_name") WHERE "deleted_at" IS NULL;

-- Deleted images are few: the list of deletions, and what a deletion took, are read among them alone.
CREATE INDEX "image_deleted_idx" ON "image"("dataset_id", "deleted_at") WHERE "deleted_at" IS NOT NULL;
