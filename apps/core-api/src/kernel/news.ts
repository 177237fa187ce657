import type { Bell } from "@archipel/database/bell.ts";

/** What this process hears of edits, without waiting for anything. */
export interface News {
  /** This process edited these layers, and it is committed: the readers of the outbox wake, here and elsewhere. */
  edited(layerIds: readonly string[]): void;
  /** Another process did. */
  heard(layerIds: readonly string[]): void;
  /** Calls back for each edited layer that this process made or heard of. @returns how to stop it */
  onEdited(listener: (layerId: string) => void): () => void;
}

export function createNews(bell: Bell): News {
  const listeners = new Set<(layerId: string) => void>();
  const heard = (layerIds: readonly string[]) => {
    for (const layerId of layerIds) for (const listener of listeners) listener(layerId);
  };
  return {
    edited(layerIds) {
      heard(layerIds);
      bell.ring();
    },
    heard,
    onEdited(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
