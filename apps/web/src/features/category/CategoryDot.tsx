/** The colour that a category's masks are drawn in. */
export function CategoryDot({ color, size = 9 }: { color: string; size?: number }) {
  return (
    <span
      aria-hidden="true"
      style={{ flex: "none", display: "inline-block", width: size, height: size, borderRadius: 3, background: color }}
    />
  );
}
