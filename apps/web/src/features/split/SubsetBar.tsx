import { curveColor } from "../../chart/palette.ts";

/** Shares of train, validation and test as one bar. */
export function SubsetBar({ train, val, test, height }: { train: number; val: number; test: number; height: number }) {
  const total = Math.max(1, train + val + test);
  const parts = [
    ["train", train, curveColor(0)],
    ["val", val, curveColor(2)],
    ["test", test, curveColor(4)],
  ] as const;
  return (
    <div
      role="img"
      aria-label={`${train} train, ${val} validation, ${test} test`}
      style={{ display: "flex", gap: 2, height, overflow: "hidden", borderRadius: height / 2 }}
    >
      {parts.map(([key, count, color]) =>
        count > 0 ? <div key={key} style={{ width: `${(count / total) * 100}%`, background: color }} /> : null,
      )}
    </div>
  );
}
