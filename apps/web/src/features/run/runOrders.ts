export const RUN_ORDERS = [
  { value: "NEWEST", label: "Newest first" },
  { value: "BEST_VALUE", label: "Best AP first" },
  { value: "LAST_LOSS", label: "Lowest loss first" },
  { value: "DURATION", label: "Longest first" },
] as const;

export type RunOrder = (typeof RUN_ORDERS)[number]["value"];
