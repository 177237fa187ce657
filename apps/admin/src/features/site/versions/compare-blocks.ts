import { type Block, blockDefinition, type StoredBlock } from "@archipel/blocks/blocks.ts";
import { blockChanges } from "@archipel/blocks/changes.ts";
import type { Field, FieldKind } from "@archipel/blocks/field.ts";
import type { Texts } from "@archipel/blocks/texts.ts";

/** A property that differs. Texts differ in one language each. */
export interface FieldChange {
  /** The names of the properties that lead to it, with the place of list entries: `items.2.title`. */
  readonly path: readonly (string | number)[];
  readonly kind: FieldKind["is"];
  readonly language: keyof Texts | null;
  readonly before: unknown;
  readonly after: unknown;
}

export interface BlockChange {
  readonly id: string;
  readonly type: string;
  readonly block: StoredBlock;
  readonly what: "added" | "removed" | "changed" | "same";
  /** Its order among the blocks that both versions have is another one. */
  readonly isMoved: boolean;
  /** Visitors see it no longer, or again. */
  readonly seen: "hidden" | "shown" | "same";
  readonly fields: readonly FieldChange[];
}

/** What became of each block: in the order of the second version, removed ones where they were. */
export function compareBlocks(before: readonly StoredBlock[], after: readonly StoredBlock[]): BlockChange[] {
  const old = new Map(before.map((block) => [block.id, block]));
  const young = new Set(after.map(({ id }) => id));
  const moved = new Set(
    blockChanges(before as readonly Block[], after as readonly Block[]).flatMap(({ kind, block }) => (kind === "moved" ? [block] : [])),
  );
  const changes = after.map((block): BlockChange => {
    const previous = old.get(block.id);
    const base = { id: block.id, type: block.type, block };
    if (!previous) return { ...base, what: "added", isMoved: false, seen: "same", fields: [] };
    const fields = comparedFields(blockDefinition(block.type)?.fields ?? [], previous.props, block.props);
    const seen = previous.isHidden === block.isHidden ? "same" : block.isHidden ? "hidden" : "shown";
    return { ...base, what: fields.length > 0 ? "changed" : "same", isMoved: moved.has(block.id), seen, fields };
  });
  before.forEach((block, at) => {
    if (young.has(block.id)) return;
    // Below the nearest earlier block that is still there.
    const above = before.slice(0, at).findLast(({ id }) => changes.some((change) => change.id === id));
    const place = above ? changes.findIndex(({ id }) => id === above.id) + 1 : 0;
    changes.splice(place, 0, { id: block.id, type: block.type, block, what: "removed", isMoved: false, seen: "same", fields: [] });
  });
  return changes;
}

function comparedFields(fields: readonly Field[], before: Props, after: Props): FieldChange[] {
  return fields.flatMap(({ name, kind }): FieldChange[] => {
    const [old, young] = [before[name], after[name]];
    if (isEqual(old, young)) return [];
    if (kind.is === "line" || kind.is === "lines" || kind.is === "markdown") return comparedTexts([name], kind.is, old, young);
    if (kind.is === "list") return comparedLists(name, kind.item, old, young);
    return [{ path: [name], kind: kind.is, language: null, before: old, after: young }];
  });
}

type Props = Readonly<Record<string, unknown>>;

export function comparedTexts(path: FieldChange["path"], kind: FieldKind["is"], before: unknown, after: unknown): FieldChange[] {
  const [old, young] = [(before ?? {}) as Texts, (after ?? {}) as Texts];
  const languages = [...new Set([...Object.keys(old), ...Object.keys(young)])] as (keyof Texts)[];
  return languages
    .filter((language) => old[language] !== young[language])
    .map((language) => ({ path, kind, language, before: old[language] ?? "", after: young[language] ?? "" }));
}

/** Entries have no id: equal ones at the start and at the end are the same, and the rest is compared in order. */
function comparedLists(name: string, item: readonly Field[], before: unknown, after: unknown): FieldChange[] {
  const [old, young] = [(before ?? []) as Props[], (after ?? []) as Props[]];
  let start = 0;
  while (start < old.length && start < young.length && isEqual(old[start], young[start])) start++;
  let end = 0;
  while (end < old.length - start && end < young.length - start && isEqual(old.at(-1 - end), young.at(-1 - end))) end++;
  const removed = old.slice(start, old.length - end);
  const added = young.slice(start, young.length - end);
  return Array.from({ length: Math.max(removed.length, added.length) }, (_, index) => index).flatMap((index): FieldChange[] => {
    const [left, right] = [removed[index], added[index]];
    const path = [name, start + index];
    if (left && right) return comparedFields(item, left, right).map((change) => ({ ...change, path: [...path, ...change.path] }));
    return [{ path, kind: "list", language: null, before: left, after: right }];
  });
}

function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  const [mine, others] = [Object.entries(left), new Map(Object.entries(right))];
  return mine.length === others.size && mine.every(([key, value]) => others.has(key) && isEqual(value, others.get(key)));
}
