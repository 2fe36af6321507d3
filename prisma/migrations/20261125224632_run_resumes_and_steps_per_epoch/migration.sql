-- AlterTable
ALTER TABLE "run" ADD COLUMN     "resumes" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "steps_per_epoch" INTEGER;
