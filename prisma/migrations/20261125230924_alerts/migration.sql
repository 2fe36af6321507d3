-- CreateEnum
CREATE TYPE "alert_kind" AS ENUM ('RUN_FINISHED', 'RUN_FAILED', 'RUN_DIVERGED', 'TRAINER_LOST', 'TEST');

-- CreateEnum
CREATE TYPE "alert_delivery_state" AS ENUM ('PENDING', 'DELIVERED', 'GAVE_UP');

-- CreateEnum
CREATE TYPE "alert_comparison" AS ENUM ('ABOVE', 'BELOW', 'NOT_FINITE');

-- CreateTable
CREATE TABLE "webhook" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "events" "alert_kind"[],
    "created_by_id" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(6),
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_delivery" (
    "id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "run_id" UUID,
    "kind" "alert_kind" NOT NULL,
    "event_key" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "state" "alert_delivery_state" NOT NULL DEFAULT 'PENDING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_until" TIMESTAMPTZ(6),
    "response_status" INTEGER,
    "problem" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(6),

    CONSTRAINT "alert_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_rule" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "series" TEXT NOT NULL,
    "comparison" "alert_comparison" NOT NULL,
    "value" DOUBLE PRECISION,
    "points" INTEGER NOT NULL DEFAULT 1,
    "created_by_id" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_rule_state" (
    "run_id" UUID NOT NULL,
    "rule_key" TEXT NOT NULL,
    "evaluated_count" INTEGER NOT NULL DEFAULT 0,
    "in_a_row" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "alert_rule_state_pkey" PRIMARY KEY ("run_id","rule_key")
);

-- CreateIndex
CREATE INDEX "webhook_project_id_idx" ON "webhook"("project_id");

-- CreateIndex
CREATE INDEX "alert_delivery_webhook_id_created_at_idx" ON "alert_delivery"("webhook_id", "created_at");

-- CreateIndex
CREATE INDEX "alert_delivery_state_not_before_idx" ON "alert_delivery"("state", "not_before");

-- CreateIndex
CREATE INDEX "alert_delivery_run_id_idx" ON "alert_delivery"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "alert_delivery_webhook_id_event_key_key" ON "alert_delivery"("webhook_id", "event_key");

-- CreateIndex
CREATE INDEX "alert_rule_project_id_idx" ON "alert_rule"("project_id");

-- AddForeignKey
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_delivery" ADD CONSTRAINT "alert_delivery_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_delivery" ADD CONSTRAINT "alert_delivery_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_rule" ADD CONSTRAINT "alert_rule_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_rule" ADD CONSTRAINT "alert_rule_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_rule_state" ADD CONSTRAINT "alert_rule_state_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
