import DataLoader from "dataloader";
import type { Pool } from "pg";
import type { Actor } from "../access/actor.ts";
import { isTokenText, tokenSha256 } from "./tokenText.ts";

interface TokenRow {
  readonly sha256: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
}

// "Last used" is for people: a minute's exactness spares a write on every request.
// Prepared: planning it anew costs more than the rest of it.
const FIND = {
  name: "find api tokens",
  text: `
WITH good AS (
  SELECT api_token.id, sha256, user_id AS "userId", "user".name, email,
    last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute' AS stale
  FROM api_token JOIN "user" ON "user".id = user_id
  WHERE sha256 = ANY($1::text[]) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())
), touched AS (
  UPDATE api_token SET last_used_at = clock_timestamp() FROM good WHERE api_token.id = good.id AND good.stale
)
SELECT sha256, "userId", name, email FROM good`,
};

/** One for each pool: requests that come in together ask once. Nothing of it is remembered, so that a revoked token is out with the next request. */
const loaders = new WeakMap<Pool, DataLoader<string, TokenRow | null>>();

function loaderOf(pool: Pool): DataLoader<string, TokenRow | null> {
  const loader =
    loaders.get(pool) ??
    new DataLoader<string, TokenRow | null>(
      async (sha256s) => {
        const { rows } = await pool.query<TokenRow>(FIND, [[...new Set(sha256s)]]);
        const found = new Map(rows.map((row) => [row.sha256, row]));
        return sha256s.map((sha256) => found.get(sha256) ?? null);
      },
      { cache: false, batchScheduleFn: (dispatch) => setImmediate(dispatch) },
    );
  loaders.set(pool, loader);
  return loader;
}

/** Within this time of a look a token is taken for good by those who have it proven where they write; "last used" is as exact. */
const RECENT_MS = 60_000;
const MOST_RECENT = 1_000;

/** Whose token it was a moment ago. No {@link Actor}: it may have been revoked since. */
export interface RecentActor {
  readonly userId: string;
  readonly tokenSha256: string;
}

const recent = new WeakMap<Pool, Map<string, RecentActor & { readonly untilMs: number }>>();

/** Who sent this token when it was last looked up; null when that is long ago, or it was not good then. */
export function recentActorOf(pool: Pool, token: string): RecentActor | null {
  const found = recent.get(pool)?.get(tokenSha256(token));
  return found !== undefined && performance.now() < found.untilMs ? found : null;
}

function remember(pool: Pool, { sha256, userId }: TokenRow): void {
  const actors = recent.get(pool) ?? new Map<string, RecentActor & { readonly untilMs: number }>();
  recent.set(pool, actors);
  if (actors.size >= MOST_RECENT) actors.clear();
  actors.set(sha256, { userId, tokenSha256: sha256, untilMs: performance.now() + RECENT_MS });
}

/** Whose token this is; null for one that is unknown, revoked or past its time. */
export async function actorFromToken(pool: Pool, token: string): Promise<Actor | null> {
  if (!isTokenText(token)) {
    return null;
  }
  const row = await loaderOf(pool).load(tokenSha256(token));
  if (row !== null) remember(pool, row);
  return row === null ? null : { userId: row.userId, name: row.name, email: row.email, credential: "token" };
}
