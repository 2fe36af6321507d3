// Postgres refuses to run as root. As root we run it in a user namespace of its own, where it is an ordinary user and
// still owns its files: so it reaches a data folder below a 0700 home too, and all its files stay root's. Where
// namespaces are forbidden (many containers), it runs under an unprivileged account instead.
import { spawnSync } from "node:child_process";
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";

/**
 * @typedef {object} PostgresAccount
 * @property {"self" | "namespace" | "setuid"} mode
 * @property {readonly string[]} prefix command line that goes before Postgres's own
 * @property {number} [uid] the account in mode "setuid"
 * @property {number} [gid]
 */

/**
 * @param {"namespace" | "setuid"} [wanted] decides for root in place of trying
 * @returns {PostgresAccount}
 */
export function postgresAccount(wanted) {
  if (process.getuid?.() !== 0) return { mode: "self", prefix: [] };
  const { uid, gid } = unprivilegedUser();
  const prefix = ["unshare", "--user", `--map-user=${uid}`, `--map-group=${gid}`, "--"];
  if (wanted !== "setuid" && spawnSync(prefix[0] ?? "", [...prefix.slice(1), "true"]).status === 0) {
    return { mode: "namespace", prefix };
  }
  return { mode: "setuid", prefix: [], uid, gid };
}

/** Postgres asks for its user's name, so it must be one of /etc/passwd: postgres, nobody or any other than root. */
function unprivilegedUser() {
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .map(([name = "", , uid = "0", gid = "0"]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter((user) => user.name && user.uid !== 0);
  const user = ["postgres", "nobody"].map((name) => users.find((one) => one.name === name)).find(Boolean) ?? users[0];
  if (!user)
    throw new Error("/etc/passwd names no user but root; Postgres cannot run as root. Set DATABASE_URL instead.");
  return user;
}

/**
 * In mode "setuid", places for the cluster and the programs that the account can reach, below /var/lib/maskyard where
 * the wanted ones are out of its reach.
 * @param {PostgresAccount} account @param {string} dataDir @param {string} nativeDir
 */
export function reachablePlaces(account, dataDir, nativeDir) {
  if (account.mode !== "setuid") return { dataDir, nativeDir };
  const outside = path.join("/var/lib/maskyard", dataDir.replaceAll("/", "-").replace(/^-/, ""));
  const places = { dataDir, nativeDir };
  if (!canReach(account, path.dirname(dataDir))) {
    mkdirSync(outside, { recursive: true, mode: 0o711 });
    places.dataDir = path.join(outside, "postgres");
  }
  if (!canReach(account, path.join(nativeDir, "bin"))) {
    places.nativeDir = path.join("/var/lib/maskyard", "postgres-programs-18.4");
    if (!existsSync(path.join(places.nativeDir, "share"))) {
      const copying = `${places.nativeDir}.${process.pid}`;
      mkdirSync(path.dirname(copying), { recursive: true, mode: 0o711 });
      rmSync(places.nativeDir, { recursive: true, force: true });
      cpSync(nativeDir, copying, { recursive: true, verbatimSymlinks: true });
      renameSync(copying, places.nativeDir);
    }
  }
  return places;
}

/** Gives a folder that was made by root to the account. @param {PostgresAccount} account @param {string} dir */
export function giveToAccount(account, dir) {
  if (account.mode === "setuid") chownSync(dir, account.uid ?? 0, account.gid ?? 0);
}

/** @param {PostgresAccount} account @param {string} dir */
function canReach({ uid, gid }, dir) {
  return spawnSync("test", ["-x", dir], { uid, gid, cwd: "/" }).status === 0;
}
