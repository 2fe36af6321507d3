export { LoggedRun, type LogRun, type RunEnd } from "./LoggedRun.ts";
export { type CreateRunOptions, Maskyard, type MaskyardOptions } from "./Maskyard.ts";
export { MaskyardError } from "./MaskyardError.ts";
