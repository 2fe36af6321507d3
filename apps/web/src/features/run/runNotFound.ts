/** Where an address of no run leads on to. */
export const RUN_NOT_FOUND = { noun: "run", waysOn: [{ label: "All runs", href: "/runs" }] } as const;
