-- AlterTable
ALTER TABLE "annotation" ADD COLUMN     "creation_key" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "annotation_image_id_creation_key_key" ON "annotation"("image_id", "creation_key");
