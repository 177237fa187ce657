import { listeningClock } from "./listening-time.ts";
import { sharedInProcess } from "./shared.ts";

/** Portals whose public content changed; null: every one may have. */
export type Changed = ReadonlySet<string> | null;

/** Without a word from core-api for so long, what is kept may be out of date. It speaks each second. */
const MAX_SILENCE_MS = 3_000;

/** What this process knows of changes of public content (`front/content-stream.ts`). Caches of public answers are kept true by it. */
export class ContentNews {
  private readonly listeners = new Set<(changed: Changed) => void>();
  private readonly now: () => number;
  private heardAt = Number.NEGATIVE_INFINITY;
  /** The number of the last change that is known. core-api must have read up to it before it answers for a page (`x-archipel-after`). */
  position = 0;

  /** @param now milliseconds in which this process could hear */
  constructor(now: () => number = listeningClock()) {
    this.now = now;
  }

  /** Whether every change up to a moment ago is known. While it is not, nothing is served from memory that a change may have made wrong. */
  get isTrue(): boolean {
    return this.now() - this.heardAt < MAX_SILENCE_MS;
  }

  /** Calls back with each change. @returns a function that stops it */
  onChanged(listener: (changed: Changed) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(position: number, changed: Changed): void {
    this.position = Math.max(this.position, position);
    if (changed === null || changed.size > 0) for (const listener of this.listeners) listener(changed);
  }

  /** core-api says that it has reported everything. */
  heard(): void {
    this.heardAt = this.now();
  }

  /** The connection broke. */
  lost(): void {
    this.heardAt = Number.NEGATIVE_INFINITY;
  }
}

/** Never heard of where Next runs alone, as in development. */
export const contentNews = sharedInProcess("content-news", () => new ContentNews());
