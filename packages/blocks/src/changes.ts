import type { Block, BlockType } from "./blocks.ts";

/** One difference between two lists of blocks; a block is the same one when its id is. */
export interface BlockChange {
  readonly block: string;
  readonly type: BlockType;
  readonly kind: "added" | "removed" | "moved" | "changed" | "hidden" | "shown";
  /** `changed`: which properties differ, as paths into them; a list whose length differs is one path. */
  readonly paths: readonly (readonly (string | number)[])[];
}

/**
 * What was done to come from one list of blocks to another: in the order of `after`, then what was removed. A block that was both moved and
 * changed appears twice, and so does one that was hidden or shown again. As few blocks as possible count as moved: those outside the longest run that kept its order.
 */
export function blockChanges(before: readonly Block[], after: readonly Block[]): BlockChange[] {
  const known = new Map(before.map((block) => [block.id, block]));
  const kept = after.filter(({ id }) => known.has(id));
  const places = new Map(before.map(({ id }, index) => [id, index]));
  const settled = longestRun(kept.map(({ id }) => places.get(id) ?? 0));
  const isMoved = new Set(kept.filter((_, index) => !settled.has(index)).map(({ id }) => id));
  const changes = after.flatMap((block): BlockChange[] => {
    const { id, type } = block;
    const old = known.get(id);
    if (!old) return [{ block: id, type, kind: "added", paths: [] }];
    const paths = old.type === type ? differences(old.props, block.props) : [[]];
    return [
      ...(isMoved.has(id) ? [{ block: id, type, kind: "moved" as const, paths: [] }] : []),
      ...(paths.length > 0 ? [{ block: id, type, kind: "changed" as const, paths }] : []),
      ...(old.isHidden === block.isHidden
        ? []
        : [{ block: id, type, kind: block.isHidden ? ("hidden" as const) : ("shown" as const), paths: [] }]),
    ];
  });
  const remaining = new Set(after.map(({ id }) => id));
  const removed = before.filter(({ id }) => !remaining.has(id));
  return [...changes, ...removed.map(({ id, type }) => ({ block: id, type, kind: "removed" as const, paths: [] }))];
}

/** The positions of a longest increasing subsequence. */
function longestRun(values: readonly number[]): Set<number> {
  /** For each length, the position at which the smallest last value is. */
  const ends: number[] = [];
  const previous: number[] = [];
  values.forEach((value, index) => {
    const length = ends.findIndex((end) => (values[end] ?? 0) >= value);
    const at = length === -1 ? ends.length : length;
    previous[index] = ends[at - 1] ?? -1;
    ends[at] = index;
  });
  const run = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) run.add(at);
  return run;
}

/** The paths of two JSON values at which they differ, outermost first; lists of unlike lengths differ as a whole. */
function differences(before: unknown, after: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (Object.is(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => differences(item, after[index], [...path, index]));
  }
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differences(before[name], after[name], [...path, name]));
  }
  return [path];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
