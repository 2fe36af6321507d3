-- DropIndex
DROP INDEX "metric_chunk_series_id_level_first_step_idx";

-- AlterTable: series that are there already have buckets of 16 points, and so have those of a program that does not say otherwise.
ALTER TABLE "metric_series" ADD COLUMN     "first_bucket_points" INTEGER NOT NULL DEFAULT 16;
