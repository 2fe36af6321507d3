/** The product's mark: a polygon with one vertex held. */
export function BrandMark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--mantine-primary-color-filled)" />
      <path
        d="M8 22.5V11.2c0-1 1.2-1.5 1.9-.8l5.2 5.2c.5.5 1.3.5 1.8 0l5.2-5.2c.7-.7 1.9-.2 1.9.8v11.3"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="16" cy="22.5" r="2.2" fill="#fff" />
    </svg>
  );
}
