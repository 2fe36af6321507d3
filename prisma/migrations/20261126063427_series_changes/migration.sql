-- AlterTable
ALTER TABLE "alert_rule_state" ADD COLUMN     "change_id" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "last_step" INTEGER;

-- CreateTable
CREATE TABLE "series_change" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "series" TEXT NOT NULL,
    "added_steps" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "replaced_steps" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "kept_count" INTEGER,
    "kept_step" INTEGER,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "series_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "series_change_run_id_series_id_idx" ON "series_change"("run_id", "series", "id");

-- CreateIndex
CREATE INDEX "series_change_created_at_idx" ON "series_change"("created_at");

-- AddForeignKey
ALTER TABLE "series_change" ADD CONSTRAINT "series_change_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
