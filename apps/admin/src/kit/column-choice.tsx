"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";

/** Columns by layer id; a layer without any is left out. */
export type ChosenColumns = Readonly<Record<string, readonly string[]>>;

interface ColumnChoiceProps {
  readonly layers: Dataset["layers"];
  readonly chosen: ChosenColumns;
  /** The folded line of a layer: its name and how many columns are ticked. */
  readonly summary: (layer: string, count: number) => string;
  readonly onChange: (chosen: Record<string, string[]>) => void;
}

/** Ticks columns of a dataset's layers; each layer is folded at first. Hidden columns are not offered. */
export function ColumnChoice({ layers, chosen, summary, onChange }: ColumnChoiceProps) {
  const choose = (layerId: string, column: string, isChosen: boolean) => {
    const { [layerId]: before = [], ...others } = chosen;
    const columns = isChosen ? [...before, column] : before.filter((one) => one !== column);
    const kept = columns.length > 0 ? { ...others, [layerId]: columns } : others;
    onChange(Object.fromEntries(Object.entries(kept).map(([id, own]) => [id, [...own]])));
  };
  return layers.map(({ id, title, fields }) => (
    <details key={id} className="rounded-card border border-line bg-surface px-4 py-2">
      <summary className="min-h-8 cursor-pointer content-center">{summary(title, chosen[id]?.length ?? 0)}</summary>
      <div className="grid gap-x-6 sm:grid-cols-2">
        {fields
          .filter(({ isHidden }) => !isHidden)
          .map(({ column, label, name }) => (
            <Checkbox
              key={column}
              label={label || name}
              checked={chosen[id]?.includes(column) ?? false}
              onChange={(event) => choose(id, column, event.target.checked)}
            />
          ))}
      </div>
    </details>
  ));
}
