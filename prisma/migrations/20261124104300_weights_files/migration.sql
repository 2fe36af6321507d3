-- AlterTable
ALTER TABLE "run" ADD COLUMN     "initial_checkpoint_id" UUID,
ADD COLUMN     "initial_weights_file_id" UUID,
ADD COLUMN     "initial_weights_name" TEXT;

-- CreateTable
CREATE TABLE "weights_file" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "blob_sha256" TEXT,
    "bytes" BIGINT,
    "trainer_path" TEXT,
    "author_id" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "weights_file_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "weights_file_project_id_name_key" ON "weights_file"("project_id", "name");

-- CreateIndex
CREATE INDEX "run_initial_weights_file_id_idx" ON "run"("initial_weights_file_id");

-- CreateIndex
CREATE INDEX "run_initial_checkpoint_id_idx" ON "run"("initial_checkpoint_id");

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_initial_weights_file_id_fkey" FOREIGN KEY ("initial_weights_file_id") REFERENCES "weights_file"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_initial_checkpoint_id_fkey" FOREIGN KEY ("initial_checkpoint_id") REFERENCES "checkpoint"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "weights_file" ADD CONSTRAINT "weights_file_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "weights_file" ADD CONSTRAINT "weights_file_blob_sha256_fkey" FOREIGN KEY ("blob_sha256") REFERENCES "blob"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "weights_file" ADD CONSTRAINT "weights_file_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- A file is kept here or read by the trainers from their folder.
ALTER TABLE "weights_file" ADD CONSTRAINT "weights_file_one_place" CHECK (num_nonnulls("blob_sha256", "trainer_path") = 1);
