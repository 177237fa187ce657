import { outageOf } from "./outage.ts";

/** Hears once when the database stops to serve, and once when it serves again, however many calls fail between. */
export interface OutageListener {
  begins(error: unknown): void;
  ends(facts: { seconds: number; refused: number }): void;
}

const LOOK_MS = 5000;

export interface OutageReport {
  /** Takes every error of the database. */
  note(error: unknown): void;
  close(): void;
}

/** @param serves asks the database for something; rejects while it cannot serve */
export function reportOutages(listener: OutageListener, serves: () => Promise<unknown>): OutageReport {
  let since: number | null = null;
  let refused = 0;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function look(refusedBefore: number): void {
    timer = setTimeout(async () => {
      const isServing = await serves().then(
        () => true,
        () => false,
      );
      if (isClosed || since === null) return;
      // What a full disk or a standby refuses, this question does not show: a call must have succeeded, or none was made.
      if (!isServing || refused > refusedBefore) return look(refused);
      const seconds = Math.round((Date.now() - since) / 1000);
      since = null;
      listener.ends({ seconds, refused });
    }, LOOK_MS).unref();
  }

  return {
    note(error) {
      if (isClosed || outageOf(error) === null) return;
      refused = since === null ? 1 : refused + 1;
      if (since !== null) return;
      since = Date.now();
      listener.begins(error);
      look(refused);
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
