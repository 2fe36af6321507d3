import Link from "next/link";
import { curveColor } from "../../chart/palette.ts";
import classes from "./Compare.module.css";

/** A run's name with the colour of its curves. */
export function RunHeading({ run, index }: { run: { id: string; name: string }; index: number }) {
  return (
    <Link href={`/runs/${run.id}`} className={classes.entry}>
      <span className={classes.swatch} style={{ background: curveColor(index) }} />
      {run.name}
    </Link>
  );
}
