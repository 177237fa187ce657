import { isStatementTimeout, type StatementLimits, withStatementLimits } from "@archipel/database/statement-limits.ts";
import { LRUCache } from "lru-cache";
import type { Actor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { perCore } from "../../../../kernel/per-core.ts";
import { BLOCK, type Blocks } from "../../../../layer-store/order/blocks.ts";
import { type OrderedLayer, readBlocks, readLaterBlocks, readRevision } from "../../../../layer-store/order/read-blocks.ts";
import { oneRead } from "../../../access/lens/service/through-lens.ts";
import { type ItemsFilter, type ItemsPage, matchesAll } from "../queries.ts";
import type { Collection } from "../service.ts";

/** Where features are in the order of a layer: 15 bytes for 256 of them, of 500 million features at most. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Counting a million features takes 0.2 s. What takes too long is not tried again at once. */
const COUNT_LIMITS: StatementLimits = { milliseconds: 5000, isParallel: true };
const FAILED_MS = 5 * 60_000;
/** How often a page is read again because an edit came in between. After that, the database counts what it skips. */
const MOST_TURNS = 3;

const stateOf = perCore(() => ({
  blocks: new LRUCache<string, Blocks>({ maxSize: MOST_BYTES, sizeCalculation: ({ bytes }) => bytes + 100 }),
  /** What is being counted: all who wait for a layer share it. */
  counting: new Map<string, Promise<Blocks | null>>(),
  failed: new LRUCache<string, true>({ max: 1000, ttl: FAILED_MS }),
}));

/** Finds pages by the number of features before them. */
export interface Bookmarks {
  /**
   * The rows of such a page, exactly as `OFFSET` would give them.
   *
   * @param read reads rows from a place on
   * @param revisionOf the revision of the layer in the snapshot of a row that was read with `datedLayer`
   */
  rowsFrom<Row>(offset: number, read: (from: Omit<ItemsPage, "limit">) => Promise<Row[]>, revisionOf: (row: Row) => number): Promise<Row[]>;
}

/** The bookmarks of a layer for callers who read all of it; null with a filter or through grants, whose features are others. */
export function bookmarksOf(core: Core, actor: Actor, { id, revision, source }: Collection, filter: ItemsFilter): Bookmarks | null {
  if (source.lens !== null || !matchesAll(filter)) return null;
  const layer = { layerId: id, tableName: source.tableName };
  return {
    async rowsFrom(offset, read, revisionOf) {
      let needed = revision;
      for (let turn = 0; offset >= BLOCK && turn < MOST_TURNS; turn++) {
        const blocks = await blocksOf(core, actor, layer, needed);
        if (!blocks) break;
        const rows = await read({ ...blocks.placeOf(offset), datedLayer: id });
        const [first] = rows;
        const seen = first === undefined ? await readRevision(oneRead(core.database, actor, null), id) : revisionOf(first);
        if (seen === blocks.revision) return rows;
        // Another process edited the layer, or the caller may not read it any more.
        if (seen === null) break;
        needed = seen;
      }
      return read({ after: 0, offset });
    },
  };
}

/** The blocks of a layer, of this revision or a later one; null when they cannot be counted. */
async function blocksOf(core: Core, actor: Actor, layer: OrderedLayer, revision: number): Promise<Blocks | null> {
  const { blocks, counting, failed } = stateOf(core);
  const { layerId } = layer;
  const known = blocks.get(layerId);
  if (known && known.revision >= revision) return known;
  if (failed.has(layerId)) return null;
  const running = counting.get(layerId);
  if (running) return running;
  const counted = withStatementLimits(COUNT_LIMITS, () => countBlocks(core, actor, layer, known))
    .then((found) => {
      if (found) blocks.set(layerId, found);
      return found;
    })
    .catch((error: unknown) => {
      if (!isStatementTimeout(error)) throw error;
      failed.set(layerId, true);
      return null;
    })
    .finally(() => counting.delete(layerId));
  counting.set(layerId, counted);
  return counted;
}

async function countBlocks(core: Core, actor: Actor, layer: OrderedLayer, known: Blocks | undefined): Promise<Blocks | null> {
  const sql = oneRead(core.database, actor, null);
  return (known && (await readLaterBlocks(sql, layer, known))) ?? readBlocks(sql, layer);
}
