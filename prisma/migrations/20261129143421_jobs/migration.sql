-- Parts the queue from the runs: what waits, is worked on and by whom becomes a row of "job", and a run keeps what a training is and leaves behind.
-- Written by hand, because no waiting, running or ended run may lose anything. All of it is one transaction.

-- Nobody writes a run between the copying and the dropping. Trainers of the version before find their columns gone and end; their leases end
-- with them, and the runs go on from their newest checkpoints.
LOCK TABLE "run" IN ACCESS EXCLUSIVE MODE;

CREATE TYPE "job_kind" AS ENUM ('TRAIN');

CREATE TYPE "job_status" AS ENUM ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED');

CREATE TABLE "job" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "kind" "job_kind" NOT NULL,
    "status" "job_status" NOT NULL DEFAULT 'QUEUED',
    "priority" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "required_labels" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "required_memory_mib" INTEGER,
    "required_version" INTEGER NOT NULL DEFAULT 1,
    "sweep_id" UUID,
    "sweep_place" INTEGER,
    "trainer_id" UUID,
    "lease_expires_at" TIMESTAMPTZ(6),
    "fencing_token" BIGINT NOT NULL DEFAULT 0,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "max_attempts" INTEGER NOT NULL DEFAULT 3,
    "cancel_requested_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
);

-- The run's id becomes its job's too: the order of the queue is by id, so it stays as it is.
INSERT INTO "job" ("id", "project_id", "kind", "status", "priority", "not_before", "required_labels", "required_memory_mib", "required_version",
  "sweep_id", "sweep_place", "trainer_id", "lease_expires_at", "fencing_token", "attempt", "max_attempts", "cancel_requested_at", "created_at")
SELECT "id", "project_id", 'TRAIN', "status"::text::"job_status", "priority", "not_before", coalesce("required_labels", '{}'), "required_memory_mib",
  "configuration_version", "sweep_id", "sweep_place", "trainer_id", "lease_expires_at", "fencing_token", "attempt", "max_attempts",
  "cancel_requested_at", "created_at"
FROM "run" WHERE "source" = 'TRAINER';

CREATE TABLE "run_provenance" (
    "run_id" UUID NOT NULL,
    "facts" JSONB NOT NULL,
    "local_difference" TEXT,

    CONSTRAINT "run_provenance_pkey" PRIMARY KEY ("run_id")
);

INSERT INTO "run_provenance" ("run_id", "facts", "local_difference")
SELECT "id", "provenance", "local_difference" FROM "run" WHERE "provenance" IS NOT NULL;

ALTER TABLE "run" ADD COLUMN "job_id" UUID;

UPDATE "run" SET "job_id" = "id" WHERE "source" = 'TRAINER';

-- Their indexes and foreign keys go with them.
ALTER TABLE "run" DROP COLUMN "attempt",
DROP COLUMN "cancel_requested_at",
DROP COLUMN "fencing_token",
DROP COLUMN "lease_expires_at",
DROP COLUMN "max_attempts",
DROP COLUMN "not_before",
DROP COLUMN "priority",
DROP COLUMN "required_labels",
DROP COLUMN "required_memory_mib",
DROP COLUMN "sweep_place",
DROP COLUMN "trainer_id",
DROP COLUMN "provenance",
DROP COLUMN "local_difference";

CREATE INDEX "job_project_id_idx" ON "job"("project_id");

CREATE INDEX "job_sweep_id_idx" ON "job"("sweep_id");

CREATE INDEX "job_trainer_id_idx" ON "job"("trainer_id");

CREATE UNIQUE INDEX "run_job_id_key" ON "run"("job_id");

CREATE INDEX "run_status_idx" ON "run"("status");

ALTER TABLE "job" ADD CONSTRAINT "job_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "job" ADD CONSTRAINT "job_sweep_id_fkey" FOREIGN KEY ("sweep_id") REFERENCES "sweep"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "job" ADD CONSTRAINT "job_trainer_id_fkey" FOREIGN KEY ("trainer_id") REFERENCES "trainer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "run_provenance" ADD CONSTRAINT "run_provenance_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "run" ADD CONSTRAINT "run_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "job"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- From here on what Prisma's models do not know.

-- In the order of the claim, and of the waiting jobs alone: a claim reads the first that fits, however many wait or have ended.
CREATE INDEX "job_claim_idx" ON "job"("priority" DESC, "id") WHERE "status" = 'QUEUED';

-- The jobs at work are few; leases that ended, and the memory that a trainer has left, are looked up among them.
CREATE INDEX "job_running_idx" ON "job"("trainer_id") WHERE "status" = 'RUNNING';

-- This one is what keeps a sweep from running more jobs at once than it may: a trainer that claims takes a place that is free as far as it
-- sees, and of two that take the same at the same moment one is refused.
CREATE UNIQUE INDEX "job_sweep_place_key" ON "job"("sweep_id", "sweep_place") WHERE "status" = 'RUNNING';

-- What trains a run here is a job; a program that logs a run of its own has none.
ALTER TABLE "run" ADD CONSTRAINT "run_trained_has_job" CHECK (("source" = 'TRAINER') = ("job_id" IS NOT NULL));

CREATE FUNCTION "delete_job_of_run"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "job" WHERE "id" = OLD."job_id";
  RETURN NULL;
END $$;

CREATE TRIGGER "run_takes_its_job" AFTER DELETE ON "run" FOR EACH ROW WHEN (OLD."job_id" IS NOT NULL) EXECUTE FUNCTION "delete_job_of_run"();

-- A run is listed, filtered and sorted by its status, so it has it in a column of its own. At every commit it is that of its job.
CREATE FUNCTION "check_run_status"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "moved" UUID;
  "parted" RECORD;
BEGIN
  IF TG_TABLE_NAME = 'job' THEN "moved" := NEW."id"; ELSE "moved" := NEW."job_id"; END IF;
  SELECT "run"."id", "run"."status"::text AS "of_run", "job"."status"::text AS "of_job" INTO "parted"
  FROM "run" JOIN "job" ON "job"."id" = "run"."job_id" WHERE "job"."id" = "moved" AND "run"."status"::text <> "job"."status"::text;
  IF FOUND THEN
    RAISE EXCEPTION 'run % is % and its job %', "parted"."id", "parted"."of_run", "parted"."of_job" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER "job_has_status_of_run" AFTER UPDATE OF "status" ON "job"
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "check_run_status"();

CREATE CONSTRAINT TRIGGER "run_has_status_of_job" AFTER INSERT OR UPDATE OF "status", "job_id" ON "run"
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."job_id" IS NOT NULL) EXECUTE FUNCTION "check_run_status"();
