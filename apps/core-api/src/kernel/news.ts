import { randomUUID } from "node:crypto";
import type { Notifier } from "@archipel/database/notifier.ts";
import { z } from "zod";

/** What this process hears of edits, without waiting for anything. */
export interface News {
  /** This process edited these layers, and it is committed: the readers of the outbox wake, here and elsewhere. */
  edited(layerIds: readonly string[]): void;
  /** Another process did. */
  heard(layerIds: readonly string[]): void;
  /** Calls back for each edited layer that this process made or heard of. @returns how to stop it */
  onEdited(listener: (layerId: string) => void): () => void;
  /**
   * Says something small about a subject to every process, this one first. It is kept nowhere: whoever misses it must find it out in
   * another way.
   *
   * @param what JSON of at most some 5,000 bytes
   */
  say(subject: string, what: unknown): void;
  /** Calls back with what is said about a subject, as it came over the wire: it is to be parsed. @returns how to stop it */
  onSaid(subject: string, listener: (what: unknown) => void): () => void;
}

const word = z.object({ from: z.string(), subject: z.string(), what: z.unknown() });
type Word = z.infer<typeof word>;

/** What another process said; undefined when it cannot be understood. */
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
      // Once for all, and only where somebody wants to hear: it takes a connection of its own.
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
