import type { ReactNode } from "react";
import classes from "./PageFacts.module.css";

/** What the page's subject is in few words, one {@link Fact} beside the other below the page's header. */
export function PageFacts({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
