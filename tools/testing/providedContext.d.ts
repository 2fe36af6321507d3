import "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** A Postgres server whose user may create databases. */
    postgresServerUrl: string;
    /** The database on it that has all migrations and no rows. */
    postgresTemplate: string;
  }
}
