-- CreateTable
CREATE TABLE "image_loss_tally" (
    "run_id" UUID NOT NULL,
    "through_step" INTEGER NOT NULL,
    "images" INTEGER NOT NULL,
    "image_ids" UUID[],
    "payload" BYTEA NOT NULL,

    CONSTRAINT "image_loss_tally_pkey" PRIMARY KEY ("run_id")
);

-- AddForeignKey
ALTER TABLE "image_loss_tally" ADD CONSTRAINT "image_loss_tally_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
