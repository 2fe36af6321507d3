/** The first user of an installation and an API token of theirs, made as a start makes them: by the API's own command, in its environment. */
export function makeFirstUser(env: NodeJS.ProcessEnv): { email: string; token: string };
