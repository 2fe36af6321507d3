-- AlterTable
ALTER TABLE "trainer" ADD COLUMN     "configuration_version" INTEGER NOT NULL DEFAULT 1;
