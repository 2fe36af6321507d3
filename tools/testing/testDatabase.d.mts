export interface TestDatabase {
  url: string;
  /** Closes whatever is still connected to it. */
  drop(): Promise<void>;
}

/**
 * A database of its own for a test file, with all migrations and no rows: a copy of a template, made in some 50 ms. For
 * tests in vitest's projects on Postgres (see vitest.config.ts).
 */
export function createTestDatabase(): Promise<TestDatabase>;

export interface DatabaseBefore extends TestDatabase {
  /** Brings it to the newest migration, as a start does; the names of those applied. */
  migrate(): Promise<string[]>;
}

/** A database as it was before the migration of this name, without rows, for tests of what the migration does with data. */
export function createDatabaseBefore(migration: string): Promise<DatabaseBefore>;
