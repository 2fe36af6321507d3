import { builder } from "../builder/builder.ts";

export interface RunResumeRecord {
  readonly step: number;
  /** As Postgres writes a time into JSON. */
  readonly at: string;
}

export const RunResume = builder.objectRef<RunResumeRecord>("RunResume").implement({
  fields: (t) => ({
    step: t.exposeInt("step", { description: "The checkpoint's: the next step was taken anew." }),
    at: t.field({ type: "DateTime", resolve: (resume) => new Date(resume.at) }),
  }),
});
