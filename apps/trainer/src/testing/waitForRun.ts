import { type Database, listen } from "@maskyard/store";

/** What tests look at of a run. */
export interface ObservedRun {
  id: string;
  status: string;
  step: number;
  attempt: number;
  failureReason: string | null;
  provenance: { processId: number; trainer: string } | null;
  checkpoints: { id: string; step: number; blobSha256: string; stateBlobSha256: string | null; best: boolean }[];
}

const timeoutMs = 240_000;

/** Looks at the run at every change it announces, until `reached` says so. Throws, with what it saw last, after a long time. */
export async function waitForRun(
  database: Database,
  databaseUrl: string,
  runId: string,
  reached: (run: ObservedRun) => boolean,
): Promise<ObservedRun> {
  let changed: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  let last: ObservedRun | null = null;
  const listener = await listen(databaseUrl, ["run_event"], (_channel, event) => {
    if (event.runId === runId) changed();
  });
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`waitForRun: expected state not reached within ${timeoutMs} ms, last ${JSON.stringify(last)}`));
    }, timeoutMs);
  });
  try {
    for (;;) {
      const change = new Promise<void>((resolve) => {
        changed = resolve;
      });
      last = await observe(database, runId);
      if (reached(last)) return last;
      await Promise.race([change, timeout]);
    }
  } finally {
    clearTimeout(timer);
    await listener.close();
  }
}

async function observe(database: Database, runId: string): Promise<ObservedRun> {
  const run = await database.prisma.run.findUniqueOrThrow({
    where: { id: runId },
    select: {
      id: true,
      status: true,
      step: true,
      job: { select: { attempt: true } },
      failureReason: true,
      provenance: { select: { facts: true } },
      checkpoints: {
        orderBy: { step: "asc" },
        select: { id: true, step: true, blobSha256: true, stateBlobSha256: true, best: true },
      },
    },
  });
  const { job, provenance, ...facts } = run;
  return { ...facts, attempt: job?.attempt ?? 0, provenance: (provenance?.facts ?? null) as ObservedRun["provenance"] };
}
