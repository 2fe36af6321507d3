/** Where an address of no sweep leads on to. */
export const SWEEP_NOT_FOUND = { noun: "sweep", waysOn: [{ label: "All sweeps", href: "/sweeps" }] } as const;
