-- CreateEnum
CREATE TYPE "logged_model_status" AS ENUM ('PENDING', 'READY', 'FAILED');

-- AlterTable
ALTER TABLE "model_version" ADD COLUMN     "artifact_path" TEXT,
ADD COLUMN     "attributes" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "logged_model_id" UUID,
ADD COLUMN     "run_id" UUID,
ADD COLUMN     "content_sha256" TEXT,
ALTER COLUMN "checkpoint_id" DROP NOT NULL,
ALTER COLUMN "blob_sha256" DROP NOT NULL;

-- The versions so far are checkpoints all.
UPDATE "model_version" SET "run_id" = "checkpoint"."run_id", "content_sha256" = "model_version"."blob_sha256"
FROM "checkpoint" WHERE "checkpoint"."id" = "model_version"."checkpoint_id";

ALTER TABLE "model_version" ALTER COLUMN "run_id" SET NOT NULL, ALTER COLUMN "content_sha256" SET NOT NULL,
ADD CONSTRAINT "model_version_of_checkpoint_or_artifacts" CHECK (
  ("checkpoint_id" IS NULL) = ("blob_sha256" IS NULL) AND ("checkpoint_id" IS NULL) = ("artifact_path" IS NOT NULL)
);

-- AlterTable
ALTER TABLE "registered_model" ADD COLUMN     "attributes" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "initial_model_version_id" UUID,
ADD COLUMN     "inputs" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "model_version_file" (
    "version_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "blob_sha256" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,

    CONSTRAINT "model_version_file_pkey" PRIMARY KEY ("version_id","path")
);

-- CreateTable
CREATE TABLE "logged_model" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "model_type" TEXT NOT NULL DEFAULT '',
    "status" "logged_model_status" NOT NULL DEFAULT 'PENDING',
    "step" INTEGER,
    "parameters" JSONB NOT NULL DEFAULT '{}',
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "metrics" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "logged_model_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "model_version_file_blob_sha256_idx" ON "model_version_file"("blob_sha256");

-- CreateIndex
CREATE UNIQUE INDEX "logged_model_run_id_path_key" ON "logged_model"("run_id", "path");

-- CreateIndex
CREATE INDEX "model_version_run_id_idx" ON "model_version"("run_id");

-- CreateIndex
CREATE INDEX "model_version_logged_model_id_idx" ON "model_version"("logged_model_id");

-- CreateIndex
CREATE INDEX "run_initial_model_version_id_idx" ON "run"("initial_model_version_id");

-- AddForeignKey
ALTER TABLE "model_version" ADD CONSTRAINT "model_version_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version" ADD CONSTRAINT "model_version_logged_model_id_fkey" FOREIGN KEY ("logged_model_id") REFERENCES "logged_model"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version_file" ADD CONSTRAINT "model_version_file_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "model_version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version_file" ADD CONSTRAINT "model_version_file_blob_sha256_fkey" FOREIGN KEY ("blob_sha256") REFERENCES "blob"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_initial_model_version_id_fkey" FOREIGN KEY ("initial_model_version_id") REFERENCES "model_version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logged_model" ADD CONSTRAINT "logged_model_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
