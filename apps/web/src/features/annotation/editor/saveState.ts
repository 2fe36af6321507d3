/** Whether what is on screen is what the server keeps. */
export type SaveState =
  | { readonly name: "saved" }
  | { readonly name: "saving" }
  /** The server cannot be reached; edits wait in their order and are sent when it can. */
  | { readonly name: "waiting" }
  | { readonly name: "failed"; readonly message: string };
