import { hostname } from "node:os";
import type { Command } from "commander";
import { CliError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { askOnTerminal } from "../input/askOnTerminal.ts";
import { readStandardInput } from "../input/readStandardInput.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { storedCredentialsPath, writeCredentials } from "../server/credentialsFile.ts";
import { GraphClient } from "../server/GraphClient.ts";
import { graphql } from "../server/graphql.ts";
import { normaliseUrl } from "../server/resolveServer.ts";
import { tokenByPassword } from "../server/tokenByPassword.ts";

const VIEWER = graphql`query Viewer { viewer { name email } }`;

interface LoginOptions extends CommonOptions {
  readonly url?: string;
  readonly email?: string;
  readonly passwordStdin?: true;
  readonly tokenStdin?: true;
  readonly name?: string;
}

export function registerLogin(program: Command): void {
  addCommand(program, "login", "sign in to a server and keep an API token for it")
    .option("--url <url>", "address of the server; MASKYARD_URL or http://localhost:3000 when absent")
    .option("--email <email>", "whom to sign in as; asked for when absent")
    .option("--password-stdin", "read the password from standard input")
    .option("--token-stdin", "keep the API token that standard input holds, and sign in no one")
    .option("--name <name>", "what the token is called in the list of tokens")
    .action(login);
}

async function login(options: LoginOptions): Promise<void> {
  const url = normaliseUrl(options.url ?? process.env.MASKYARD_URL ?? "http://localhost:3000");
  const token = options.tokenStdin ? await readStandardInput() : await signIn(url, options);
  const client = new GraphClient({ url, token });
  const { viewer } = await client.request<{ viewer: { name: string; email: string } | null }>(VIEWER);
  if (!viewer)
    throw new CliError("UNAUTHENTICATED", `${url} does not accept this token. Create another one under Settings.`);
  const path = storedCredentialsPath(process.env);
  await writeCredentials(path, { url, token });
  if (options.json) return printJson({ url, email: viewer.email, credentials: path });
  printLine(`Signed in to ${url} as ${viewer.email}; the token is stored in ${path}.`);
}

async function signIn(url: string, options: LoginOptions): Promise<string> {
  const email = options.email ?? (await askOnTerminal("Email", "--email"));
  const password = options.passwordStdin
    ? await readStandardInput()
    : await askOnTerminal("Password", "--password-stdin", { secret: true });
  return tokenByPassword(url, { email, password, tokenName: options.name ?? `maskyard on ${hostname()}` });
}
