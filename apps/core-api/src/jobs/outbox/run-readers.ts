import { setTimeout as wait } from "node:timers/promises";
import type { Core } from "../../kernel/core.ts";
import type { OutboxReader } from "../../kernel/outbox.ts";
import { readers as registered } from "../readers.ts";
import { readersWithWork, registerReader } from "./queries.ts";
import { readNext, retryNext } from "./step.ts";

/** Polling interval: finds events whose notification was lost. */
const POLL_MS = 2000;
/** Notifications within this time cause one look-up. */
const GATHER_MS = 20;

export interface RunningReaders {
  /** Resolves when the events being handled are done. */
  stop(): Promise<void>;
}

/** Starts the durable readers of the outbox in this process. Several processes may do so: each event has its effect once. */
export async function startReaders(core: Core, readers: readonly OutboxReader<Core>[] = registered): Promise<RunningReaders> {
  for (const { name } of readers) await core.database.sqlAs({ role: "system" }, (sql) => registerReader(sql, name));
  const stopping = new AbortController();
  const { signal } = stopping;
  const busy = new Map<string, Promise<void>>();
  /** Readers that were busy when new events came: they must look again. */
  const missedWhileBusy = new Set<string>();
  let endWait = () => {};
  let isNotified = false;
  const notify = () => {
    isNotified = true;
    endWait();
  };

  async function drain(reader: OutboxReader<Core>): Promise<void> {
    try {
      while (!signal.aborted && (await readNext(core, reader)));
      while (!signal.aborted && (await retryNext(core, reader)));
    } catch (error) {
      core.log.error({ err: error, reader: reader.name }, "outbox not read");
    } finally {
      busy.delete(reader.name);
      if (missedWhileBusy.delete(reader.name)) notify();
    }
  }

  async function look(): Promise<void> {
    // A slow reader does not delay the others.
    const idle = readers.filter(({ name }) => !busy.has(name));
    for (const name of busy.keys()) missedWhileBusy.add(name);
    if (idle.length === 0) return;
    const names = idle.map(({ name }) => name);
    const withWork = await core.database.sqlAs({ role: "system" }, (sql) => readersWithWork(sql, names));
    for (const reader of idle) if (withWork.has(reader.name)) busy.set(reader.name, drain(reader));
  }

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      isNotified = false;
      await look().catch((error) => core.log.error({ err: error }, "outbox not looked at"));
      if (!isNotified && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, POLL_MS);
          endWait = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      if (isNotified) await wait(GATHER_MS);
    }
  }

  if (readers.length === 0) return { stop: async () => {} };
  const stopListening = core.database.notifier.onSignal(notify);
  const watching = watch();
  return {
    async stop() {
      stopping.abort();
      stopListening();
      endWait();
      await watching;
      await Promise.all(busy.values());
    },
  };
}
