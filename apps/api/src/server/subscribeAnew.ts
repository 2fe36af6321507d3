import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from "graphql";
import type { GraphContext } from "../graph/builder/context.ts";

/**
 * As graphql's `subscribe`, but each event is answered with a context of its own: memberships and rows kept for one event
 * must not answer the next one, hours later.
 */
export async function subscribeAnew(
  args: ExecutionArgs,
  freshContext: () => Promise<GraphContext>,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) {
    return source;
  }
  const events = source[Symbol.asyncIterator]();
  const end = async (): Promise<IteratorResult<ExecutionResult>> => {
    await events.return?.();
    return { value: undefined, done: true };
  };
  const results: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      const event = await events.next();
      if (event.done === true) {
        return { value: undefined, done: true };
      }
      const contextValue = await freshContext();
      return { value: await execute({ ...args, rootValue: event.value, contextValue }), done: false };
    },
    return: end,
    throw: end,
    [Symbol.asyncIterator]() {
      return results;
    },
  };
  return results;
}
