import path from "node:path";

/**
 * How to get in, in lines: by the link while nobody ever has, afterwards by a password or by a link that is asked for.
 * @param {{ email: string, loginUrl: string | null }} account
 * @param {string} dataDir @param {string} repositoryDir
 */
export function describeSignIn({ email, loginUrl }, dataDir, repositoryDir) {
  if (loginUrl) return [`Sign in as ${email} with this link; it works once: ${loginUrl}`];
  // The command line looks there by itself.
  const isDefault = dataDir === path.join(repositoryDir, ".maskyard");
  const command = `${isDefault ? "" : `MASKYARD_DATA=${dataDir} `}npx maskyard sign-in-link`;
  return ["Sign in with your email address and password. Without a password, get a link that signs you in:", command];
}
