-- CreateIndex
CREATE INDEX "annotation_dataset_id_updated_at_idx" ON "annotation"("dataset_id", "updated_at");
