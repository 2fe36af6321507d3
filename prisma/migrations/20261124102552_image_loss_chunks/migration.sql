-- CreateTable
CREATE TABLE "image_loss_chunk" (
    "run_id" UUID NOT NULL,
    "first_step" INTEGER NOT NULL,
    "last_step" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    "image_ids" UUID[],
    "payload" BYTEA NOT NULL,

    CONSTRAINT "image_loss_chunk_pkey" PRIMARY KEY ("run_id","first_step")
);

-- AddForeignKey
ALTER TABLE "image_loss_chunk" ADD CONSTRAINT "image_loss_chunk_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
