import { binary } from "./buildApps.mjs";

/**
 * Recompiles the packages and apps when a source changes; Node's --watch then restarts what runs them.
 * @param {{ supervisor: ReturnType<typeof import("./supervisor.mjs").createSupervisor>, repositoryDir: string }} parts
 */
export function watchSources({ supervisor, repositoryDir }) {
  supervisor.start({
    name: "compiler",
    command: process.execPath,
    args: [binary(repositoryDir, "typescript", "tsc"), "-b", "--watch", "--preserveWatchOutput"],
    env: process.env,
    graceSeconds: 5,
  });
}
