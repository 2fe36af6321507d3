import path from "node:path";
import { parseArgs } from "node:util";

export const usage = `npm start -- [options]

  --data DIR    the folder with everything that Maskyard keeps (default: $MASKYARD_DATA or .maskyard in the checkout)
  --port N      the dashboard's port (default: 3000; another is taken when it is in use)
  --host ADDR   the address to listen on (default: 127.0.0.1; 0.0.0.0 for the whole network)
  --no-demo     start empty: no demo dataset, no demo run
  --dev         for working on Maskyard itself: rebuilds and restarts on changes
  --help

  DATABASE_URL    a Postgres to use in place of the one that comes along
  MASKYARD_URL    the address under which people reach this server, when a proxy stands before it
  MASKYARD_CACHE  where the training engine is kept (default: $XDG_CACHE_HOME/maskyard or ~/.cache/maskyard)`;

/** Wrong usage; the message is for the user. */
export class UsageError extends Error {}

/**
 * @typedef {object} StartOptions
 * @property {string} dataDir absolute
 * @property {number} port
 * @property {string} host
 * @property {boolean} demo
 * @property {boolean} dev
 * @property {boolean} help
 */

/**
 * @param {string[]} args
 * @param {string} repositoryDir
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {StartOptions}
 */
export function parseOptions(args, repositoryDir, env = process.env) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        data: { type: "string", default: env.MASKYARD_DATA || path.join(repositoryDir, ".maskyard") },
        port: { type: "string", default: "3000" },
        host: { type: "string", default: "127.0.0.1" },
        "no-demo": { type: "boolean", default: false },
        dev: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }));
  } catch (error) {
    throw new UsageError(`${/** @type {Error} */ (error).message}\n\n${usage}`);
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UsageError(`--port is '${values.port}'; it must be a number from 1 to 65535.`);
  }
  if (values.data === "") throw new UsageError("--data needs the name of a folder.");
  return {
    dataDir: path.resolve(values.data),
    port,
    host: values.host,
    demo: !values["no-demo"],
    dev: values.dev,
    help: values.help,
  };
}
