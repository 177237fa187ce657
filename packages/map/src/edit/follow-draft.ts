import type { AttributeValue } from "../ui/map-data.ts";
import { type Change, changesSomething, type Draft, type History } from "./draft.ts";

/** Whether two changes of a feature are equal, whatever the order of their columns. */
export function isSameChange(one: Change | undefined, other: Change | undefined): boolean {
  if (one === other) return true;
  return one !== undefined && other !== undefined && contentOf(one) === contentOf(other);
}

function contentOf({ operation, values, geometry, reason }: Change): string {
  const columns = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([operation, columns, geometry ?? null, reason]);
}

/**
 * Merges what another page of the same person saved into a draft, three ways. Where `mine` equals the last saved state
 * (`before`), it follows `after`; where it differs, it is not saved yet and wins, column by column.
 */
export function rebased(mine: Draft, before: Draft, after: Draft): Draft {
  const next: Record<string, Change> = { ...mine };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [own, known, incoming] = [mine[key], before[key], after[key]];
    if (isSameChange(known, incoming)) continue;
    const result = rebasedChange(own, known, incoming);
    if (result) next[key] = result;
    else delete next[key];
  }
  return next;
}

function rebasedChange(own: Change | undefined, known: Change | undefined, incoming: Change | undefined): Change | undefined {
  const isUnsaved = own && changesSomething(own) ? !isSameChange(own, known) : known !== undefined;
  if (!isUnsaved) return incoming ? withOwnReading(incoming, own) : own && withoutChanges(own);
  // Dropped here and changed there, or drawn only here: the state here wins.
  if (!own || !incoming) return own && (incoming || !known ? own : unsavedPart(own, known));
  if (own.operation !== incoming.operation || (known && known.operation !== own.operation)) return own;
  return {
    ...withOwnReading(incoming, own),
    values: rebasedValues(own.values, known?.values ?? {}, incoming.values),
    geometry: isSame(own.geometry, known?.geometry) ? incoming.geometry : own.geometry,
    reason: own.reason === (known?.reason ?? "") ? incoming.reason : own.reason,
  };
}

/** Keeps the geometry that was read here, and texts that do not fit yet. */
function withOwnReading(incoming: Change, own: Change | undefined): Change {
  const { isShapeUnread, ...read } = incoming;
  const isRead = isShapeUnread && own?.base && !own.isShapeUnread && own.baseVersion === incoming.baseVersion;
  const change = isRead ? { ...read, base: own.base } : incoming;
  return own?.wrong ? { ...change, wrong: own.wrong } : change;
}

type Values = Change["values"];

function rebasedValues(own: Values, known: Values, incoming: Values): Values {
  const columns = new Set([...Object.keys(own), ...Object.keys(known), ...Object.keys(incoming)]);
  return Object.fromEntries(
    [...columns].flatMap((column): [string, AttributeValue][] => {
      const source = isSame(own[column], known[column]) ? incoming : own;
      return column in source ? [[column, source[column] ?? null]] : [];
    }),
  );
}

/** The part of a dropped change that was never saved. A new feature is kept whole, because half of it would be invalid. */
function unsavedPart(own: Change, known: Change): Change {
  if (own.operation !== "update" || known.operation !== "update") return own;
  const values = Object.fromEntries(Object.entries(own.values).filter(([column, value]) => !isSame(value, known.values[column])));
  return { ...own, values, geometry: isSame(own.geometry, known.geometry) ? undefined : own.geometry };
}

/** Keeps the feature open without changes; a new feature is removed. */
function withoutChanges(change: Change): Change | undefined {
  if (change.base === null) return undefined;
  return { ...change, operation: "update", values: {}, geometry: undefined, reason: "" };
}

const isSame = (one: unknown, other: unknown) => one === other || JSON.stringify(one) === JSON.stringify(other);

/**
 * The same for all undo steps: each step keeps its own unsaved changes and takes in the rest. So undo reverts what was done
 * here, and never what was saved in another page.
 */
export function rebasedHistory({ past, present, future }: History, before: Draft, after: Draft): History {
  const follow = (draft: Draft) => rebased(draft, before, after);
  const next = follow(present);
  return { past: past.map(follow), present: next, future: future.map(follow), step: null };
}
