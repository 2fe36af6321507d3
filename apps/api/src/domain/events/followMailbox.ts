import type { Mailbox } from "./Mailbox.ts";

/**
 * What `read` makes of a mailbox, ended from outside at once: a generator that waits for the mailbox's next batch would not
 * hear of `return` before that batch comes, which for a run that has ended is never.
 */
export function followMailbox<Event, Batch, Value>(
  mailbox: Mailbox<Event, Batch>,
  read: (batches: Mailbox<Event, Batch>) => AsyncGenerator<Value>,
): AsyncIterableIterator<Value> {
  const values = read(mailbox);
  const end = async (): Promise<IteratorResult<Value>> => {
    await mailbox.return();
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
