import { createDatabase } from "@maskyard/store";
import { bootstrap } from "./domain/user/bootstrap.ts";
import { parseEnvironment } from "./environment.ts";
import { createLogger } from "./server/logger.ts";

// Makes the first user and project where they are missing and prints one JSON line: {email, loginUrl, token}; loginUrl is null once somebody has signed in.
const environment = parseEnvironment(process.env);
const database = createDatabase(environment.databaseUrl, { applicationName: "maskyard bootstrap", maxConnections: 2 });
try {
  const result = await bootstrap(environment, database, createLogger("silent"));
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await database.close();
}
