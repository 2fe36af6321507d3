-- Runs that programs of others write could be put into states of the queue, where nobody takes them: they run until their program says otherwise.
UPDATE "run" SET "status" = 'RUNNING', "finished_at" = NULL WHERE "source" = 'EXTERNAL' AND "status" = 'QUEUED';
UPDATE "run" SET "cancel_requested_at" = NULL WHERE "source" = 'EXTERNAL' AND "cancel_requested_at" IS NOT NULL;
