import "vitest";

export interface RunningProduct {
  /** The dashboard's address. */
  url: string;
  /** Signs the first user in; works once. */
  loginUrl: string;
  /** The API token that `npm start` leaves for the command line. */
  token: string;
  /** The data folder; `logs/` in it has what each process printed. */
  dataDir: string;
  /** The browser's program. */
  chromiumPath: string;
}

declare module "vitest" {
  interface ProvidedContext {
    /** A Postgres server whose user may create databases. */
    postgresServerUrl: string;
    /** The database on it that has all migrations and no rows. */
    postgresTemplate: string;
    /** The running product, for browser tests. */
    product: RunningProduct;
  }
}
