import { ruleFault } from "@archipel/contracts/field-check.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { type Change, changesSomething, snapshotOf, withValue } from "@archipel/map/edit/draft.ts";
import type { AttributeValue } from "@archipel/map/ui/map-data.ts";
import { useState } from "react";
import type { OpenDraft } from "../use-draft.ts";

type Values = Readonly<Record<string, AttributeValue>>;

/** A feature whose values are copied. */
export interface Source {
  readonly label: string;
  readonly values: Values;
}

interface Wanted {
  readonly draft: OpenDraft;
  readonly active: Change | undefined;
  readonly fields: readonly LayerField[];
  readonly lockedColumns: readonly string[];
  /** The feature that was edited before this one. */
  readonly previousKey: string | null;
}

/** The values that can be copied to another feature: those of visible, unlocked fields that fit their rules. */
export function copiable(values: Values, fields: readonly LayerField[], lockedColumns: readonly string[]): Record<string, AttributeValue> {
  const taken = fields.flatMap((field): [string, AttributeValue][] => {
    const value = values[field.column] ?? null;
    const isFree = !field.isHidden && !lockedColumns.includes(field.column);
    return isFree && ruleFault(field, value) === null ? [[field.column, value]] : [];
  });
  return Object.fromEntries(taken);
}

/** Copies values from another feature of the layer, or from the one that was edited before. */
export function useCopying({ draft, active, fields, lockedColumns, previousKey }: Wanted) {
  const [source, setSource] = useState<Source | null>(null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isRefused, setRefused] = useState(false);
  const own = active ? snapshotOf(active).values : {};
  const taken = source ? copiable(source.values, fields, lockedColumns) : {};
  const offers = fields.flatMap((field) => {
    const { column } = field;
    const value = taken[column];
    const before = own[column] ?? null;
    return value === undefined || value === before ? [] : [{ field, before, value, isTaken: !left.has(column) }];
  });
  const isCandidate = (change: Change) =>
    change.layerId === active?.layerId && change.key !== active.key && change.operation !== "delete" && changesSomething(change);
  const last = previousKey === null ? undefined : draft.draft[previousKey];
  const previous = last && isCandidate(last) ? last : Object.values(draft.draft).findLast(isCandidate);
  return {
    source,
    offers,
    previous,
    isRefused,
    refuse: () => setRefused(true),
    begin() {
      setSource(null);
      setRefused(false);
    },
    offer(next: Source) {
      setSource(next);
      setLeft(new Set());
      setRefused(false);
    },
    take: (column: string, isTaken: boolean) =>
      setLeft((now) => new Set(isTaken ? [...now].filter((one) => one !== column) : [...now, column])),
    /** One step of undo. */
    copy() {
      if (!active) return;
      const chosen = offers.filter(({ isTaken }) => isTaken);
      draft.change((now) => chosen.reduce((all, { field, value }) => withValue(all, active.key, field.column, value), now));
    },
  };
}

export type Copying = ReturnType<typeof useCopying>;
