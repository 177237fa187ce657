"use client";
import type { Texts } from "@archipel/blocks/texts.ts";
import { type FieldProps, useFields } from "./fields-context.tsx";
import { ThingSelect } from "./link-field.tsx";

interface ColumnFieldProps extends FieldProps<Texts> {
  readonly layer: string | undefined;
  /** Only fields that hold numbers. */
  readonly isNumeric: boolean;
}

/** A field of the chosen layer. Its name is the same in all languages. */
export function ColumnField({ label, where, value, onChange, layer, isNumeric }: ColumnFieldProps) {
  const { things, languages } = useFields();
  const fields = things.layers?.find(({ id }) => id === layer)?.fields.filter(({ isHidden }) => !isHidden) ?? [];
  const offered = fields.filter(({ type }) => !isNumeric || type === "integer" || type === "double");
  return (
    <ThingSelect
      label={label}
      where={where}
      value={Object.values(value)[0] ?? ""}
      options={offered.map(({ column, label: words, name }) => ({ value: column, label: words || name }))}
      onChange={(column) => onChange(column ? Object.fromEntries(languages.map((language) => [language, column])) : {})}
    />
  );
}
