/** What this process hears of edits, without waiting for anything. */
export interface News {
  /** These layers were edited, and it is committed. */
  edited(layerIds: readonly string[]): void;
  /** Calls back for each edited layer that this process made or heard of. @returns how to stop it */
  onEdited(listener: (layerId: string) => void): () => void;
}

export function createNews(): News {
  const listeners = new Set<(layerId: string) => void>();
  return {
    edited(layerIds) {
      for (const layerId of layerIds) for (const listener of listeners) listener(layerId);
    },
    onEdited(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
