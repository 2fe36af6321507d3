/** Whether what is on screen is what the server keeps. */
export type SaveState =
  | { readonly name: "saved" }
  | { readonly name: "saving" }
  | { readonly name: "failed"; readonly message: string };
