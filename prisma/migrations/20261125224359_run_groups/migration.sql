-- AlterTable
ALTER TABLE "run" ADD COLUMN     "run_group" TEXT;

-- CreateIndex
CREATE INDEX "run_project_id_run_group_idx" ON "run"("project_id", "run_group");
