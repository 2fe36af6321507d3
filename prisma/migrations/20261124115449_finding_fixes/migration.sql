-- CreateTable
CREATE TABLE "finding_fix" (
    "id" UUID NOT NULL,
    "dataset_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "items" JSONB NOT NULL,
    "author_id" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undone_at" TIMESTAMPTZ(6),

    CONSTRAINT "finding_fix_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "finding_fix_dataset_id_id_idx" ON "finding_fix"("dataset_id", "id");

-- AddForeignKey
ALTER TABLE "finding_fix" ADD CONSTRAINT "finding_fix_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;
