-- AlterTable
ALTER TABLE "user" ADD COLUMN     "last_signed_in_at" TIMESTAMPTZ(6);

-- Whoever has a session has signed in. Of sessions that ended nothing is left.
UPDATE "user" SET "last_signed_in_at" = latest."at"
FROM (SELECT "user_id", max("created_at") AS "at" FROM "session" GROUP BY "user_id") AS latest
WHERE "user"."id" = latest."user_id";
