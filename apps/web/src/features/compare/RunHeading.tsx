import { PageLink } from "../../url/PageLink.tsx";
import classes from "./Compare.module.css";
import type { ComparedRun } from "./comparedRun.ts";

/** A run's name with the colour of its curves. */
export function RunHeading({ run }: { run: Pick<ComparedRun, "id" | "name" | "color"> }) {
  return (
    <PageLink href={`/runs/${run.id}`} className={classes.entry} title={run.name}>
      <span className={classes.swatch} style={{ background: run.color }} />
      <span className={classes.entryName}>{run.name}</span>
    </PageLink>
  );
}
