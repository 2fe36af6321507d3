import { AsyncLocalStorage } from "node:async_hooks";

/** Statements `work` sent to Postgres; BEGIN and the like are not counted, nor what the server does by itself meanwhile. */
export async function countStatements(work: () => Promise<void>): Promise<string[]> {
  const statements: string[] = [];
  const ofWork = new AsyncLocalStorage<true>();
  const { Client } = (await import("pg")).default;
  const original = Client.prototype.query;
  Client.prototype.query = function (this: unknown, ...args: unknown[]) {
    const [first] = args;
    const text = typeof first === "string" ? first : ((first as { text?: string }).text ?? "");
    if (ofWork.getStore() && !/^(BEGIN|COMMIT|ROLLBACK|SET)/.test(text)) {
      statements.push(text);
    }
    return Reflect.apply(original, this, args);
  } as typeof original;
  try {
    await ofWork.run(true, work);
  } finally {
    Client.prototype.query = original;
  }
  return statements;
}
