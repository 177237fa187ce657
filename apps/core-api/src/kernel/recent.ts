import { LRUCache } from "lru-cache";
import type { Core } from "./core.ts";

/** How long a process trusts what it found. */
const TRUST_MS = 1000;

/**
 * What this process found less than a second ago. What is about a layer is forgotten as soon as the process hears of an edit of the layer.
 * Only for what may be a second old: who may read what must be part of the key.
 */
export class Recent<Found extends object> {
  private readonly found: LRUCache<string, Found>;
  /** Edits that this process heard of. */
  private edits = 0;

  /**
   * @param most how many are kept
   * @param bytes how large all of them may be together, and how large one is; absent: they are small. One that takes more than a sixteenth is not kept.
   */
  constructor({ news }: Pick<Core, "news">, most: number, bytes?: { most: number; of: (found: Found) => number }) {
    this.found = new LRUCache({
      max: most,
      ttl: TRUST_MS,
      ...(bytes && { maxSize: bytes.most, maxEntrySize: bytes.most / 16, sizeCalculation: (found: Found) => Math.max(1, bytes.of(found)) }),
    });
    news.onEdited((layerId) => {
      this.edits += 1;
      for (const key of this.found.keys()) if (key.startsWith(layerId)) this.found.delete(key);
    });
  }

  /** What was found a moment ago; undefined when it must be found again. */
  known(layerId: string, key: string): Found | undefined {
    return this.found.get(`${layerId} ${key}`);
  }

  /**
   * What was found a moment ago, or is found by `find`.
   *
   * @param layerId the layer that it is about; empty for none
   * @param isKept whether it may be given to the next caller with this key
   */
  async find(layerId: string, key: string, find: () => Promise<Found>, isKept: (found: Found) => boolean = () => true): Promise<Found> {
    const whole = `${layerId} ${key}`;
    const known = this.found.get(whole);
    if (known) return known;
    const { edits } = this;
    const found = await find();
    // What was read before an edit is older than what the next caller may expect.
    if (this.edits === edits && isKept(found)) this.found.set(whole, found);
    return found;
  }
}
