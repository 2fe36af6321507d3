-- AlterTable
ALTER TABLE "run" ADD COLUMN     "local_difference" TEXT;
