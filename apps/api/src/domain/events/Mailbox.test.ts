import { expect, test } from "vitest";
import { followMailbox } from "./followMailbox.ts";
import { Mailbox } from "./Mailbox.ts";

const summing = (onReturn: () => void = () => undefined) =>
  new Mailbox<number, number>((sum, event) => (sum ?? 0) + event, onReturn);

test("a waiting reader gets an event at once; what comes meanwhile comes as one batch", async () => {
  const mailbox = summing();
  const first = mailbox.next();
  mailbox.push(1);
  expect(await first).toEqual({ value: 1, done: false });
  for (const event of [2, 3, 4]) mailbox.push(event);
  expect(await mailbox.next()).toEqual({ value: 9, done: false });
  const last = mailbox.next();
  mailbox.push(5);
  expect(await last).toEqual({ value: 5, done: false });
});

test("a batch that is zero or null is a batch", async () => {
  const mailbox = new Mailbox<number, number | null>(
    (_batch, event) => event || null,
    () => undefined,
  );
  mailbox.push(0);
  expect(await mailbox.next()).toEqual({ value: null, done: false });
});

test("its end is told once, to waiting readers too, and nothing comes after it", async () => {
  let ends = 0;
  const mailbox = summing(() => {
    ends += 1;
  });
  const waiting = mailbox.next();
  await mailbox.return();
  await mailbox.return();
  mailbox.push(1);
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(await mailbox.next()).toEqual({ value: undefined, done: true });
  expect(ends).toBe(1);
});

test("what follows it ends at once, though nothing comes any more", async () => {
  let ends = 0;
  const mailbox = summing(() => {
    ends += 1;
  });
  const followed = followMailbox(mailbox, async function* (batches) {
    for await (const sum of batches) yield -sum;
  });
  mailbox.push(1);
  expect(await followed.next()).toEqual({ value: -1, done: false });
  const waiting = followed.next();
  await followed.return?.();
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(ends).toBe(1);
});
