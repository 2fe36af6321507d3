/** What is younger may be in the making: files come before their rows, and rows before the transaction that uses them. */
export const GRACE_SECONDS = 3600;
