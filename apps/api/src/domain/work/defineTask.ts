import type { ErrorClass, LaneName, Task, TaskFunction } from "./Work.ts";

interface TaskDefinition {
  /** `import.meta.url` of the file that defines it. */
  readonly from: string;
  /** The module beside it, without its ending: that is `.ts` in the sources and `.js` in `dist`. */
  readonly module: string;
  readonly lane: LaneName;
  readonly doing: string;
  readonly advice: string;
  readonly errors?: readonly ErrorClass[];
}

/** A task by its module, of which only the type is imported here: `defineTask<typeof import("./findTask.ts").default>(…)`. */
// biome-ignore lint/suspicious/noExplicitAny: inferred from the function
export function defineTask<Run extends TaskFunction<any, any>>({
  from,
  module,
  ...definition
}: TaskDefinition): Task<Parameters<Run>[0], Awaited<ReturnType<Run>>> {
  const ending = from.endsWith(".ts") ? ".ts" : ".js";
  return { errors: [], ...definition, moduleUrl: new URL(`./${module}${ending}`, from).href };
}
