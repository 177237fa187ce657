import { randomUUID } from "node:crypto";
import type { Notifier } from "@archipel/database/notifier.ts";
import { z } from "zod";

/** Notifications within this process and from others. They may be lost. */
export interface News {
  /** This process committed edits of these layers: notifies the readers of the outbox, in all processes. */
  edited(layerIds: readonly string[]): void;
  /** Another process edited these layers. */
  heard(layerIds: readonly string[]): void;
  /** Calls back for each edited layer that this process knows of. @returns a function that stops it */
  onEdited(listener: (layerId: string) => void): () => void;
  /**
   * Sends a message about a subject to every process, this one first. It is not stored: a process that misses it must find out in another
   * way.
   *
   * @param what JSON of at most about 5,000 bytes
   */
  say(subject: string, what: unknown): void;
  /** Calls back with messages about a subject, unparsed. @returns a function that stops it */
  onSaid(subject: string, listener: (what: unknown) => void): () => void;
}

const word = z.object({ from: z.string(), subject: z.string(), what: z.unknown() });
type Word = z.infer<typeof word>;

/** A message of another process; undefined when it is malformed. */
function wordOf(text: string): Word | undefined {
  try {
    return word.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export function createNews(notifier: Notifier): News {
  const listeners = new Set<(layerId: string) => void>();
  const hearers = new Map<string, Set<(what: unknown) => void>>();
  const self = randomUUID();
  let isListening = false;
  const hear = (subject: string, what: unknown) => {
    for (const listener of hearers.get(subject) ?? []) listener(what);
  };
  const heard = (layerIds: readonly string[]) => {
    for (const layerId of layerIds) for (const listener of listeners) listener(layerId);
  };
  return {
    edited(layerIds) {
      heard(layerIds);
      notifier.signal();
    },
    heard,
    onEdited(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    say(subject, what) {
      hear(subject, what);
      notifier.broadcast(JSON.stringify({ from: self, subject, what } satisfies Word));
    },
    onSaid(subject, listener) {
      // Only once, and only when there is a listener: listening takes a database connection.
      if (!isListening) {
        notifier.onBroadcast((text) => {
          const said = wordOf(text);
          if (said && said.from !== self) hear(said.subject, said.what);
        });
      }
      isListening = true;
      const own = hearers.get(subject) ?? new Set();
      hearers.set(subject, own.add(listener));
      return () => own.delete(listener);
    },
  };
}
