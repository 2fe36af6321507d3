/** What to tell the person whose sign-in failed; which of email and password was wrong is not said. */
export function describeSignInProblem(status: number, message: string | undefined): string {
  if (status === 401 || status === 403) return "The email or password is wrong.";
  if (status === 429) return "Too many attempts. Wait a minute, then try again.";
  if (status >= 500) return "The server could not check your password. Try again in a moment.";
  return message ?? "Signing in failed. Try again.";
}

/** A path of this site to go to after signing in; anything that could lead elsewhere becomes the datasets page. */
export function safeReturnPath(from: string | null): string {
  if (from === null || !/^\/(?![/\\])/.test(from) || from.startsWith("/sign-in")) return "/datasets";
  return from;
}
