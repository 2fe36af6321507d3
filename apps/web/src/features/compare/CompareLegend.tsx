import { UnstyledButton } from "@mantine/core";
import classes from "./Compare.module.css";

interface LegendEntry {
  readonly key: string;
  readonly label: string;
  readonly color: string;
}

interface CompareLegendProps {
  readonly entries: readonly LegendEntry[];
  readonly hidden: readonly string[];
  readonly onHidden: (hidden: readonly string[]) => void;
}

/** What is drawn in which colour: a click hides and shows it, a click with Alt held shows it alone. */
export function CompareLegend({ entries, hidden, onHidden }: CompareLegendProps) {
  const others = (key: string) => entries.map((entry) => entry.key).filter((one) => one !== key);
  const toggle = (key: string, alone: boolean) => {
    if (alone) onHidden(others(key).every((one) => hidden.includes(one)) ? [] : others(key));
    else onHidden(hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key]);
  };
  return (
    <div className={classes.legend} data-many={entries.length > 12 || undefined}>
      {entries.map(({ key, label, color }) => (
        <UnstyledButton
          key={key}
          className={classes.entry ?? ""}
          aria-pressed={!hidden.includes(key)}
          title={`${label}: click to hide it, Alt-click to show only this one`}
          onClick={(event) => toggle(key, event.altKey)}
        >
          <span className={classes.swatch} style={{ background: color }} />
          <span className={classes.entryName}>{label}</span>
        </UnstyledButton>
      ))}
    </div>
  );
}
