import type { LogLine } from "@maskyard/store";
import { builder } from "../builder/builder.ts";

export const LogLineType = builder.objectRef<LogLine>("LogLine").implement({
  fields: (t) => ({
    index: t.exposeInt("index", { description: "From 0 within the run." }),
    at: t.expose("at", { type: "DateTime" }),
    level: t.exposeString("level"),
    text: t.exposeString("text"),
  }),
});

export const RunLog = builder.objectRef<{ lines: LogLine[]; total: number }>("RunLog").implement({
  fields: (t) => ({
    lines: t.field({ type: [LogLineType], resolve: (log) => log.lines }),
    total: t.exposeInt("total", { description: "Lines of the whole run." }),
  }),
});
