-- AlterTable
ALTER TABLE "import" ADD COLUMN     "makes_dataset" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "project_id" UUID,
ALTER COLUMN "dataset_id" DROP NOT NULL;

-- AddForeignKey
ALTER TABLE "import" ADD CONSTRAINT "import_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
