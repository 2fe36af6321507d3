import path from "node:path";
import { binary } from "./buildApps.mjs";

/**
 * @typedef {object} ServerSettings
 * @property {string} repositoryDir
 * @property {string} dataDir
 * @property {string} databaseUrl
 * @property {string} secret
 * @property {string} url as people open it
 * @property {string} host
 * @property {number} port
 * @property {number} webPort where Next listens, on the loopback interface
 * @property {boolean} dev
 */

/** @param {ServerSettings} settings @returns {NodeJS.ProcessEnv} */
export function apiEnvironment(settings) {
  return {
    ...process.env,
    NODE_ENV: settings.dev ? "development" : "production",
    DATABASE_URL: settings.databaseUrl,
    MASKYARD_DATA: settings.dataDir,
    MASKYARD_SECRET: settings.secret,
    MASKYARD_URL: settings.url,
    WEB_ORIGIN: webOrigin(settings),
    HOST: settings.host,
    PORT: String(settings.port),
  };
}

/** @param {ServerSettings} settings */
export function webOrigin(settings) {
  return `http://127.0.0.1:${settings.webPort}`;
}

/** The API as reached from this machine. @param {ServerSettings} settings */
export function apiOrigin({ host, port }) {
  return `http://${["0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host}:${port}`;
}

/** @param {ServerSettings} settings @param {string[]} [nodeFlags] @returns {import("./supervisor.mjs").ServiceSpec} */
export function apiService(settings, nodeFlags = []) {
  return {
    name: "api",
    command: process.execPath,
    args: [...nodeFlags, "--enable-source-maps", path.join(settings.repositoryDir, "apps/api/dist/main.js")],
    env: apiEnvironment(settings),
    graceSeconds: 10,
  };
}

/** @param {ServerSettings} settings @returns {import("./supervisor.mjs").ServiceSpec} */
export function webService(settings) {
  const loopback = ["-p", String(settings.webPort), "-H", "127.0.0.1"];
  return {
    name: "web",
    command: process.execPath,
    args: [
      binary(settings.repositoryDir, "next", "next"),
      settings.dev ? "dev" : "start",
      path.join(settings.repositoryDir, "apps/web"),
      ...loopback,
    ],
    env: {
      ...process.env,
      NODE_ENV: settings.dev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      MASKYARD_API_URL: apiOrigin(settings),
    },
    graceSeconds: 10,
  };
}

/** @param {ServerSettings} settings @param {string[]} [nodeFlags] @returns {import("./supervisor.mjs").ServiceSpec} */
export function trainerService(settings, nodeFlags = []) {
  return {
    name: "trainer",
    command: process.execPath,
    args: [...nodeFlags, "--enable-source-maps", path.join(settings.repositoryDir, "apps/trainer/dist/main.js")],
    env: {
      ...process.env,
      NODE_ENV: settings.dev ? "development" : "production",
      DATABASE_URL: settings.databaseUrl,
      MASKYARD_DATA: settings.dataDir,
    },
    // It saves a checkpoint and gives its run back.
    graceSeconds: 22,
  };
}
