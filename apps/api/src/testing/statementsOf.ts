import pg from "pg";
import { vi } from "vitest";

/**
 * The texts of the statements that are sent while `work` is done, over any connection of this process; those alone that are `about` something, since
 * others work beside it.
 */
export async function statementsOf(about: RegExp, work: () => Promise<unknown>): Promise<string[]> {
  const sent = vi.spyOn(pg.Client.prototype, "query");
  try {
    await work();
    const texts = sent.mock.calls.map(([query]) => {
      const text = typeof query === "string" ? query : ((query as { text?: string } | undefined)?.text ?? "");
      return text.trim();
    });
    return texts.filter((text) => about.test(text));
  } finally {
    sent.mockRestore();
  }
}
