import pg from "pg";
import { vi } from "vitest";

/** The texts of the statements that `work` sends over any connection of this process; COPY is told by its target. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const sent = vi.spyOn(pg.Client.prototype, "query");
  try {
    await work();
    return sent.mock.calls.map(([query]) => {
      const text = typeof query === "string" ? query : ((query as { text?: string } | undefined)?.text ?? "");
      return text.trim();
    });
  } finally {
    sent.mockRestore();
  }
}
