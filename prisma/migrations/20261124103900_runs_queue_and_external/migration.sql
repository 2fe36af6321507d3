-- CreateEnum
CREATE TYPE "run_source" AS ENUM ('TRAINER', 'EXTERNAL');

-- AlterTable
ALTER TABLE "checkpoint" ADD COLUMN     "pinned" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "metric_series" ADD COLUMN     "last_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "project" ADD COLUMN     "queue_paused_at" TIMESTAMPTZ(6);

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "archived_at" TIMESTAMPTZ(6),
ADD COLUMN     "attributes" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "cloned_from_id" UUID,
ADD COLUMN     "experiment_id" UUID,
ADD COLUMN     "furthest_step" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "required_labels" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "required_memory_mib" INTEGER,
ADD COLUMN     "source" "run_source" NOT NULL DEFAULT 'TRAINER',
ALTER COLUMN "dataset_id" DROP NOT NULL,
ALTER COLUMN "snapshot_id" DROP NOT NULL,
ALTER COLUMN "recipe" DROP NOT NULL,
ALTER COLUMN "preset" DROP NOT NULL,
ALTER COLUMN "seed" DROP NOT NULL;

-- AlterTable
ALTER TABLE "trainer" ADD COLUMN     "labels" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "memory_mib" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "slots" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "experiment" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(6),

    CONSTRAINT "experiment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_favourite" (
    "user_id" TEXT NOT NULL,
    "run_id" UUID NOT NULL,

    CONSTRAINT "run_favourite_pkey" PRIMARY KEY ("user_id","run_id")
);

-- CreateTable
CREATE TABLE "logged_batch" (
    "run_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "logged_batch_pkey" PRIMARY KEY ("run_id","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "experiment_project_id_name_key" ON "experiment"("project_id", "name");

-- CreateIndex
CREATE INDEX "run_favourite_run_id_idx" ON "run_favourite"("run_id");

-- CreateIndex
CREATE INDEX "logged_batch_created_at_idx" ON "logged_batch"("created_at");

-- CreateIndex
CREATE INDEX "metric_series_name_idx" ON "metric_series"("name");

-- CreateIndex
CREATE INDEX "run_experiment_id_idx" ON "run"("experiment_id");

-- CreateIndex
CREATE INDEX "run_cloned_from_id_idx" ON "run"("cloned_from_id");

-- CreateIndex
CREATE INDEX "run_trainer_id_idx" ON "run"("trainer_id");

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_cloned_from_id_fkey" FOREIGN KEY ("cloned_from_id") REFERENCES "run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment" ADD CONSTRAINT "experiment_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_favourite" ADD CONSTRAINT "run_favourite_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_favourite" ADD CONSTRAINT "run_favourite_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logged_batch" ADD CONSTRAINT "logged_batch_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a trainer needs is there for every run that a trainer may be given (written by hand: Prisma knows no checks).
ALTER TABLE "run" ADD CONSTRAINT "run_trained_is_complete" CHECK (
  "source" = 'EXTERNAL' OR (
    "dataset_id" IS NOT NULL AND "snapshot_id" IS NOT NULL AND "recipe" IS NOT NULL AND "preset" IS NOT NULL AND "seed" IS NOT NULL
  )
);

-- Runs under way keep the count of their attempts, and what they have reached counts as reached.
UPDATE "run" SET "furthest_step" = reached."step"
FROM (SELECT "run_id", max("step") AS "step" FROM "checkpoint" GROUP BY "run_id") AS reached
WHERE reached."run_id" = "run"."id";
