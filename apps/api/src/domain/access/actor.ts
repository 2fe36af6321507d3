/** Who asks. Every service takes one; nobody signed in is null and gets no further than the sign-in routes. */
export interface Actor {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  /** A cookie goes with every request of the browser, so it needs the Origin check; a token does not. */
  readonly credential: "session" | "token";
  /** Of a session only. */
  readonly sessionId?: string;
}
