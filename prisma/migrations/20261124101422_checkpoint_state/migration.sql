-- AlterTable
ALTER TABLE "checkpoint" ADD COLUMN     "state_blob_sha256" TEXT;

-- AddForeignKey
ALTER TABLE "checkpoint" ADD CONSTRAINT "checkpoint_state_blob_sha256_fkey" FOREIGN KEY ("state_blob_sha256") REFERENCES "blob"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;
