import { LRUCache } from "lru-cache";
import type { Core } from "../../../../kernel/core.ts";
import { perCore } from "../../../../kernel/per-core.ts";
import { type ItemsFilter, matchesAll } from "../queries.ts";
import type { Collection } from "../service.ts";

const MOST_LAYERS = 500;
const MOST_MARKS = 1000;

/** After which `fid` a page begins that skips a number of features: programs that page by `offset` ask for one page after the other. */
export class Bookmarks {
  private readonly marks = new Map<number, number>();

  /** The nearest known place before a page, and how many features are to be skipped from there. */
  nearest(offset: number): { after: number; offset: number } {
    let [best, after] = [0, 0];
    for (const [skipped, fid] of this.marks) if (skipped <= offset && skipped > best) [best, after] = [skipped, fid];
    return { after, offset: offset - best };
  }

  /** Remembers the last feature among the first `skipped`. The oldest mark goes first. */
  add(skipped: number, fid: number): void {
    this.marks.delete(skipped);
    this.marks.set(skipped, fid);
    for (const oldest of this.marks.keys()) {
      if (this.marks.size <= MOST_MARKS) break;
      this.marks.delete(oldest);
    }
  }
}

const knownOf = perCore(() => new LRUCache<string, Bookmarks>({ max: MOST_LAYERS }));

/** The bookmarks of a layer as it is now, for callers who read all of it; null with a filter or through grants. */
export function bookmarksOf(core: Core, { id, revision, source }: Collection, filter: ItemsFilter): Bookmarks | null {
  if (source.lens !== null || !matchesAll(filter)) return null;
  const key = `${id} ${revision}`;
  const known = knownOf(core).get(key) ?? new Bookmarks();
  knownOf(core).set(key, known);
  return known;
}
