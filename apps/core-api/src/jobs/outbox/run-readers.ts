import { setTimeout as wait } from "node:timers/promises";
import type { Core } from "../../kernel/core.ts";
import type { OutboxReader } from "../../kernel/outbox.ts";
import { readers as registered } from "../readers.ts";
import { enrol, readersWithWork } from "./queries.ts";
import { readNext, retryNext } from "./step.ts";

/** What nobody rang for is found all the same. */
const LOOK_MS = 2000;
/** Rings of one moment are one look. */
const GATHER_MS = 20;

export interface RunningReaders {
  /** Ends after what is being handled is handled. */
  stop(): Promise<void>;
}

/** Starts the durable readers of the outbox in this process. Any number of processes may: each event is handled once in effect. */
export async function startReaders(core: Core, readers: readonly OutboxReader<Core>[] = registered): Promise<RunningReaders> {
  for (const { name } of readers) await core.database.sqlAs({ role: "system" }, (sql) => enrol(sql, name));
  const stopping = new AbortController();
  const { signal } = stopping;
  const busy = new Map<string, Promise<void>>();
  /** Looked for while they were busy: they may have missed what was new. */
  const askedAgain = new Set<string>();
  let wake = () => {};
  let isRung = false;
  const ring = () => {
    isRung = true;
    wake();
  };

  async function drain(reader: OutboxReader<Core>): Promise<void> {
    try {
      while (!signal.aborted && (await readNext(core, reader)));
      while (!signal.aborted && (await retryNext(core, reader)));
    } catch (error) {
      core.log.error({ err: error, reader: reader.name }, "outbox not read");
    } finally {
      busy.delete(reader.name);
      if (askedAgain.delete(reader.name)) ring();
    }
  }

  async function look(): Promise<void> {
    // One that is slow keeps none of the others waiting.
    const idle = readers.filter(({ name }) => !busy.has(name));
    for (const name of busy.keys()) askedAgain.add(name);
    if (idle.length === 0) return;
    const names = idle.map(({ name }) => name);
    const withWork = await core.database.sqlAs({ role: "system" }, (sql) => readersWithWork(sql, names));
    for (const reader of idle) if (withWork.has(reader.name)) busy.set(reader.name, drain(reader));
  }

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      isRung = false;
      await look().catch((error) => core.log.error({ err: error }, "outbox not looked at"));
      if (!isRung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, LOOK_MS);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      if (isRung) await wait(GATHER_MS);
    }
  }

  if (readers.length === 0) return { stop: async () => {} };
  const stopListening = core.database.notifier.onSignal(ring);
  const watching = watch();
  return {
    async stop() {
      stopping.abort();
      stopListening();
      wake();
      await watching;
      await Promise.all(busy.values());
    },
  };
}
