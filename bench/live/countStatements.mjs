// Loaded into the API's process: counts the statements it sends, and keeps the number in a file.
import { writeFileSync } from "node:fs";
import pg from "pg";

const file = process.env.BENCH_STATEMENTS_FILE ?? "";
let statements = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (...args) {
  statements += 1;
  return query.apply(this, args);
};
const write = () => writeFileSync(file, String(statements));
write();
setInterval(write, 100).unref();
