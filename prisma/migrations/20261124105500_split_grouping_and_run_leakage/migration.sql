-- AlterTable
ALTER TABLE "run" ADD COLUMN     "leakage" JSONB;

-- AlterTable
ALTER TABLE "split" ADD COLUMN     "fold" INTEGER,
ADD COLUMN     "folds" INTEGER,
ADD COLUMN     "grouping" JSONB;
