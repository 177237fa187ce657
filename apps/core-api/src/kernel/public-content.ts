import { perCore } from "./per-core.ts";

/** The portals whose public pages may have changed; `all` where that cannot be said. */
export type ChangedPortals = readonly string[] | "all";

/** What this process knows of changes of public content, by itself or from the outbox. */
class PublicContent {
  private readonly listeners = new Set<(portals: ChangedPortals) => void>();
  /** Set by the reader of the outbox while it runs. */
  readUpTo: (sequence: number) => Promise<void> = async () => {};

  /** Calls back when caches of these portals must be emptied. @returns a function that stops it */
  onChanged(listener: (portals: ChangedPortals) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(portals: ChangedPortals): void {
    for (const listener of this.listeners) listener(portals);
  }
}

/** One per running core: caches of public answers empty themselves by it. */
export const publicContent = perCore(() => new PublicContent());
