import { createAuthClient } from "better-auth/react";

type AuthClient = ReturnType<typeof createAuthClient>;

let client: AuthClient | null = null;

/** Sign-in and sign-out at the API's `/api/auth`; made on first use, because it needs the page's address. */
export function authClient(): AuthClient {
  client ??= createAuthClient({ baseURL: window.location.origin, basePath: "/api/auth" });
  return client;
}
