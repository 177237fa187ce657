import type { AttributeValue } from "../ui/map-data.ts";
import { type Change, changesSomething, type Draft, type History } from "./draft.ts";

/** Whether two changes say the same of their feature. The order of their columns says nothing. */
export function saysTheSame(one: Change | undefined, other: Change | undefined): boolean {
  if (one === other) return true;
  return one !== undefined && other !== undefined && said(one) === said(other);
}

function said({ operation, values, geometry, reason }: Change): string {
  const columns = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([operation, columns, geometry ?? null, reason]);
}

/**
 * A draft that takes in what another page of the same person saved, three ways: where `mine` still says what was last known to be kept
 * (`before`), it follows `after`; what it says differently is not saved yet, and wins, column by column.
 */
export function followed(mine: Draft, before: Draft, after: Draft): Draft {
  const next: Record<string, Change> = { ...mine };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [own, known, come] = [mine[key], before[key], after[key]];
    if (saysTheSame(known, come)) continue;
    const result = followedChange(own, known, come);
    if (result) next[key] = result;
    else delete next[key];
  }
  return next;
}

function followedChange(own: Change | undefined, known: Change | undefined, come: Change | undefined): Change | undefined {
  const isUnsaved = own && changesSomething(own) ? !saysTheSame(own, known) : known !== undefined;
  if (!isUnsaved) return come ? withOwnReading(come, own) : own && unsaid(own);
  // Dropped here and changed there, or drawn here alone: what was done here stands.
  if (!own || !come) return own && (come || !known ? own : remainder(own, known));
  if (own.operation !== come.operation || (known && known.operation !== own.operation)) return own;
  return {
    ...withOwnReading(come, own),
    values: followedValues(own.values, known?.values ?? {}, come.values),
    geometry: isSame(own.geometry, known?.geometry) ? come.geometry : own.geometry,
    reason: own.reason === (known?.reason ?? "") ? come.reason : own.reason,
  };
}

/** What was read here of the feature is not read again, and what does not fit waits to be repaired. */
function withOwnReading(come: Change, own: Change | undefined): Change {
  const { isShapeUnread, ...read } = come;
  const isRead = isShapeUnread && own?.base && !own.isShapeUnread && own.baseVersion === come.baseVersion;
  const change = isRead ? { ...read, base: own.base } : come;
  return own?.wrong ? { ...change, wrong: own.wrong } : change;
}

type Values = Change["values"];

function followedValues(own: Values, known: Values, come: Values): Values {
  const columns = new Set([...Object.keys(own), ...Object.keys(known), ...Object.keys(come)]);
  return Object.fromEntries(
    [...columns].flatMap((column): [string, AttributeValue][] => {
      const source = isSame(own[column], known[column]) ? come : own;
      return column in source ? [[column, source[column] ?? null]] : [];
    }),
  );
}

/** Of a change that is not kept any more: what of it was never saved. A new feature stays whole, for half of one is none. */
function remainder(own: Change, known: Change): Change {
  if (own.operation !== "update" || known.operation !== "update") return own;
  const values = Object.fromEntries(Object.entries(own.values).filter(([column, value]) => !isSame(value, known.values[column])));
  return { ...own, values, geometry: isSame(own.geometry, known.geometry) ? undefined : own.geometry };
}

/** The feature stays open, and nothing is said of it; a new one is not there any more. */
function unsaid(change: Change): Change | undefined {
  if (change.base === null) return undefined;
  return { ...change, operation: "update", values: {}, geometry: undefined, reason: "" };
}

const isSame = (one: unknown, other: unknown) => one === other || JSON.stringify(one) === JSON.stringify(other);

/**
 * The same for all that can be undone: each step keeps what it says itself, and takes in the rest. So undoing takes back what was done
 * here, and never what was saved elsewhere.
 */
export function followedHistory({ past, present, future }: History, before: Draft, after: Draft): History {
  const follow = (draft: Draft) => followed(draft, before, after);
  const next = follow(present);
  return { past: past.map(follow), present: next, future: future.map(follow), step: null };
}
