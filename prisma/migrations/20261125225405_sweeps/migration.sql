-- CreateEnum
CREATE TYPE "sweep_method" AS ENUM ('GRID', 'RANDOM', 'ASHA');

-- CreateEnum
CREATE TYPE "sweep_goal" AS ENUM ('MAXIMIZE', 'MINIMIZE');

-- CreateEnum
CREATE TYPE "rung_unit" AS ENUM ('EPOCHS', 'STEPS');

-- AlterTable
ALTER TABLE "project" ADD COLUMN     "next_sweep_number" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "sweep_id" UUID,
ADD COLUMN     "sweep_place" INTEGER,
ADD COLUMN     "sweep_point" INTEGER;

-- CreateTable
CREATE TABLE "sweep" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "notes" TEXT NOT NULL DEFAULT '',
    "method" "sweep_method" NOT NULL,
    "dataset_id" UUID NOT NULL,
    "snapshot_id" UUID NOT NULL,
    "recipe" "recipe" NOT NULL,
    "preset" TEXT NOT NULL,
    "configuration" JSONB NOT NULL,
    "dimensions" JSONB NOT NULL,
    "seeds" INTEGER[],
    "seed" INTEGER NOT NULL,
    "metric" TEXT NOT NULL,
    "goal" "sweep_goal" NOT NULL,
    "at_once" INTEGER,
    "rungs" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "rung_unit" "rung_unit",
    "reduction_factor" INTEGER,
    "paused_at" TIMESTAMPTZ(6),
    "stopped_at" TIMESTAMPTZ(6),
    "created_by_id" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sweep_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sweep_rung" (
    "run_id" UUID NOT NULL,
    "rung" INTEGER NOT NULL,
    "sweep_id" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "value" DOUBLE PRECISION,
    "needed" DOUBLE PRECISION,
    "stops" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sweep_rung_pkey" PRIMARY KEY ("run_id","rung")
);

-- CreateIndex
CREATE INDEX "sweep_dataset_id_idx" ON "sweep"("dataset_id");

-- CreateIndex
CREATE INDEX "sweep_snapshot_id_idx" ON "sweep"("snapshot_id");

-- CreateIndex
CREATE UNIQUE INDEX "sweep_project_id_number_key" ON "sweep"("project_id", "number");

-- CreateIndex
CREATE INDEX "sweep_rung_sweep_id_rung_idx" ON "sweep_rung"("sweep_id", "rung");

-- CreateIndex
CREATE INDEX "run_sweep_id_sweep_point_idx" ON "run"("sweep_id", "sweep_point");

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_sweep_id_fkey" FOREIGN KEY ("sweep_id") REFERENCES "sweep"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sweep" ADD CONSTRAINT "sweep_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sweep" ADD CONSTRAINT "sweep_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sweep" ADD CONSTRAINT "sweep_snapshot_id_fkey" FOREIGN KEY ("snapshot_id") REFERENCES "snapshot"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sweep" ADD CONSTRAINT "sweep_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sweep_rung" ADD CONSTRAINT "sweep_rung_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sweep_rung" ADD CONSTRAINT "sweep_rung_sweep_id_fkey" FOREIGN KEY ("sweep_id") REFERENCES "sweep"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Prisma's models know no partial indexes. This one is what keeps a sweep from training more runs at once than it may: a trainer that
-- claims takes a place that is free as far as it sees, and of two that take the same at the same moment one is refused.
CREATE UNIQUE INDEX "run_sweep_place_key" ON "run"("sweep_id", "sweep_place") WHERE "status" = 'RUNNING';
