import type { AsyncQueue } from "./AsyncQueue.ts";

/**
 * What `read` makes of a queue, ended from outside at once: a generator that waits for the queue's next value would not
 * hear of `return` before that value comes, which for a run that has ended is never.
 */
export function followQueue<Event, Value>(
  queue: AsyncQueue<Event>,
  read: (events: AsyncQueue<Event>) => AsyncGenerator<Value>,
): AsyncIterableIterator<Value> {
  const values = read(queue);
  const end = async (): Promise<IteratorResult<Value>> => {
    await queue.return();
    return values.return(undefined);
  };
  const iterator: AsyncIterableIterator<Value> = {
    next: () => values.next(),
    return: end,
    throw: end,
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
