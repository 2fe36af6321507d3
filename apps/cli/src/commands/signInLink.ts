import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { askMachine } from "../server/askMachine.ts";

interface SignInLink {
  readonly url: string;
  readonly email: string;
  readonly expiresAt: string;
}

interface SignInLinkOptions extends CommonOptions {
  readonly email?: string;
  readonly forgetPassword?: true;
}

export function registerSignInLink(program: Command): void {
  addCommand(program, "sign-in-link", "print a link that signs somebody in once (on the server's machine)")
    .option("--email <email>", "whom it signs in; the administrator when absent")
    .option("--forget-password", "remove the password and end all sessions, so that another password can be set")
    .action(signInLink);
}

async function signInLink({ email, forgetPassword, json }: SignInLinkOptions): Promise<void> {
  const link = await askMachine<SignInLink>("/api/machine/sign-in-link", { email, forgetPassword }, process.env);
  if (json) return printJson({ url: link.url, email: link.email, expiresAt: link.expiresAt });
  printLine(`This link signs ${link.email} in once, until ${new Date(link.expiresAt).toLocaleString()}:`);
  printLine(link.url);
}
