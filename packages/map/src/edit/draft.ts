import type { Geometry } from "geojson";
import type { AttributeValue } from "../ui/map-data.ts";

/** One side of a feature. */
export interface Snapshot {
  readonly values: Readonly<Record<string, AttributeValue>>;
  readonly geometry: Geometry | null;
}

/** What the draft changes of one feature. Without values, geometry and deletion it changes nothing: the feature is only open. */
export interface Change {
  readonly key: string;
  readonly layerId: string;
  readonly operation: "insert" | "update" | "delete";
  readonly fid: number | null;
  /** The version that the edit is based on; null for a new feature. */
  readonly baseVersion: number | null;
  readonly base: Snapshot | null;
  readonly label: string;
  /** Only what differs from the base. */
  readonly values: Readonly<Record<string, AttributeValue>>;
  /** Undefined: unchanged. */
  readonly geometry: Geometry | undefined;
  /** Why the feature should be deleted. */
  readonly reason: string;
  /** Texts that do not fit their columns: kept until they are corrected, never sent. */
  readonly wrong?: Readonly<Record<string, string>>;
  /** Only the values were read. The geometry is read when work on the feature begins. */
  readonly isShapeUnread?: true;
}

export type Draft = Readonly<Record<string, Change>>;

export const keyOf = (layerId: string, fid: number) => `${layerId}/${fid}`;
export const keyOfNew = (editId: string) => `new/${editId}`;

export function snapshotOf({ base, values, geometry }: Change): Snapshot {
  return { values: { ...base?.values, ...values }, geometry: geometry === undefined ? (base?.geometry ?? null) : geometry };
}

export function changesSomething(change: Change): boolean {
  return change.operation !== "update" || change.geometry !== undefined || Object.keys(change.values).length > 0;
}

/** The changes to save, in the order in which they were started. Features that are only open are left out. */
export const changesToSave = (draft: Draft): Change[] => Object.values(draft).filter(changesSomething);

/** Opens a feature in its current state. Existing changes of the draft are kept; a geometry that was not read yet is added. */
export function opened(draft: Draft, feature: { layerId: string; fid: number; version: number; label: string } & Snapshot): Draft {
  const { layerId, fid, version, label, values, geometry } = feature;
  const key = keyOf(layerId, fid);
  const known = draft[key];
  if (known?.isShapeUnread && known.base) {
    const { isShapeUnread: _, ...change } = known;
    return { ...draft, [key]: { ...change, base: { ...known.base, geometry } } };
  }
  if (known) return draft;
  const base = { values, geometry };
  const change: Change = {
    key,
    layerId,
    operation: "update",
    fid,
    baseVersion: version,
    base,
    label,
    values: {},
    geometry: undefined,
    reason: "",
  };
  return { ...draft, [key]: change };
}

export function added(
  draft: Draft,
  { editId, layerId, label, ...snapshot }: { editId: string; layerId: string; label: string } & Snapshot,
): Draft {
  const key = keyOfNew(editId);
  const { values, geometry } = snapshot;
  const change: Change = {
    key,
    layerId,
    operation: "insert",
    fid: null,
    baseVersion: null,
    base: null,
    label,
    values,
    geometry: geometry ?? undefined,
    reason: "",
  };
  return { ...draft, [key]: change };
}

export function withValue(draft: Draft, key: string, column: string, value: AttributeValue): Draft {
  const change = draft[key];
  if (!change) return draft;
  return { ...draft, [key]: withCell(change, column, { value }) };
}

/** What is written into a cell: a value, or a text that does not fit its field. */
export type Written = { readonly value: AttributeValue } | { readonly wrong: string };

/** A change with one column written. A value removes an invalid text of that column. */
export function withCell(change: Change, column: string, written: Written): Change {
  const { wrong: before, ...rest } = change;
  const { [column]: _wrong, ...wrong } = before ?? {};
  if ("wrong" in written) return { ...rest, wrong: { ...wrong, [column]: written.wrong } };
  const { [column]: _value, ...others } = change.values;
  const isAsBefore = (change.base?.values[column] ?? null) === written.value;
  const values = isAsBefore ? others : { ...others, [column]: written.value };
  return { ...rest, values, ...(Object.keys(wrong).length > 0 && { wrong }) };
}

export function withGeometry(draft: Draft, key: string, geometry: Geometry): Draft {
  const change = draft[key];
  return change ? { ...draft, [key]: { ...change, geometry } } : draft;
}

/** Drops a new feature; proposes the deletion of an existing one, with the reason. */
export function deleted(draft: Draft, key: string, reason: string): Draft {
  const change = draft[key];
  if (!change) return draft;
  if (change.operation === "insert") return dropped(draft, key);
  const { wrong: _, ...rest } = change;
  return { ...draft, [key]: { ...rest, operation: "delete", values: {}, geometry: undefined, reason } };
}

/** Merges features: the kept one gets the merged geometry and the values, the others are deleted with the reason. */
export function joined(
  draft: Draft,
  kept: { key: string; geometry: Geometry; values: Readonly<Record<string, AttributeValue>> },
  others: { keys: readonly string[]; reason: string },
): Draft {
  const whole = Object.entries(kept.values).reduce(
    (all, [column, value]) => withValue(all, kept.key, column, value),
    withGeometry(draft, kept.key, kept.geometry),
  );
  return others.keys.reduce((all, key) => deleted(all, key, others.reason), whole);
}

/** Closes features that were only opened and not changed. */
export function closed(draft: Draft, keys: readonly string[]): Draft {
  return keys.reduce((all, key) => (all[key] && !changesSomething(all[key]) ? dropped(all, key) : all), draft);
}

/** Drops all changes of a feature. */
export function dropped(draft: Draft, key: string): Draft {
  const { [key]: _, ...others } = draft;
  return others;
}

/** The steps of undo. Drafts are immutable, so a step is the draft itself. */
export interface History {
  readonly past: readonly Draft[];
  readonly present: Draft;
  readonly future: readonly Draft[];
  /** Successive steps of the same name count as one: letters typed into one field. */
  readonly step: string | null;
}

export const historyOf = (draft: Draft): History => ({ past: [], present: draft, future: [], step: null });

/** Limit of the changes in all undo steps together, so that a large draft does not fill the memory. */
const MAX_REMEMBERED = 500_000;
const MIN_STEPS = 25;

export function done(history: History, draft: Draft, step: string | null = null): History {
  if (draft === history.present) return history;
  const isSameStep = step !== null && step === history.step;
  const past = isSameStep ? history.past : [...history.past, history.present];
  const most = Math.max(MIN_STEPS, Math.floor(MAX_REMEMBERED / (Object.keys(draft).length + 1)));
  return { past: past.slice(-most), present: draft, future: [], step };
}

/** A change without an undo step, such as opening a feature. */
export const silently = (history: History, draft: Draft): History => ({ ...history, present: draft, step: null });

export function undone(history: History): History {
  const last = history.past.at(-1);
  if (!last) return history;
  return { past: history.past.slice(0, -1), present: last, future: [history.present, ...history.future], step: null };
}

export function redone(history: History): History {
  const [next, ...future] = history.future;
  if (!next) return history;
  return { past: [...history.past, history.present], present: next, future, step: null };
}
