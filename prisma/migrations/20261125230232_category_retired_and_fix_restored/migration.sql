-- AlterTable
ALTER TABLE "category" ADD COLUMN     "retired_at" TIMESTAMPTZ(6),
ADD COLUMN     "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- Nobody could change a category until now: they are as old as their dataset.
UPDATE "category" SET "updated_at" = "dataset"."created_at" FROM "dataset" WHERE "dataset"."id" = "category"."dataset_id";

-- AlterTable
ALTER TABLE "finding_fix" ADD COLUMN     "restored_count" INTEGER;
