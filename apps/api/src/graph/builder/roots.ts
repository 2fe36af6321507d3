import { builder } from "./builder.ts";

// Nothing of the graph is for strangers. `viewer` alone answers them (with null), so that a page can ask who is there.
builder.queryType({ authScopes: { signedIn: true } });
builder.mutationType({ authScopes: { signedIn: true } });
builder.subscriptionType({ authScopes: { signedIn: true } });
