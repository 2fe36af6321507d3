-- CreateIndex
CREATE INDEX "image_tags_idx" ON "image" USING GIN ("tags");
