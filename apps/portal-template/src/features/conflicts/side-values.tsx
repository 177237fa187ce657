"use client";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { fieldName, useValueText } from "@archipel/map/conflict/value-text.ts";

interface SideValuesProps {
  readonly values: Readonly<Record<string, string | number | boolean | null>>;
  readonly fields: readonly LayerField[];
}

/** The values of a feature that is kept or deleted as a whole. */
export function SideValues({ values, fields }: SideValuesProps) {
  const text = useValueText();
  const lines = Object.entries(values).flatMap(([column, value]) => {
    const shown = text(value, fields.find((field) => field.column === column)?.type);
    return shown === null ? [] : [{ column, shown }];
  });
  return (
    <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_minmax(0,1fr)]">
      {lines.map(({ column, shown }) => (
        <div key={column} className="contents">
          <dt className="text-ink-muted">{fieldName(fields, column)}</dt>
          <dd className="break-words">{shown}</dd>
        </div>
      ))}
    </dl>
  );
}
