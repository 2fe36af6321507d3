-- AlterTable
ALTER TABLE "import" ADD COLUMN     "reader_options" JSONB;
