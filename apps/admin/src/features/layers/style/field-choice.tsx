"use client";
import type { LayerSummary, StyleFields } from "@archipel/contracts/layers.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select, type SelectOption } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";

interface FieldChoiceProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly fields: readonly LayerSummary["fields"][number][];
  readonly profiles: StyleFields | undefined;
  readonly value: string;
  /** Choices before the fields. */
  readonly before?: readonly SelectOption[] | undefined;
  readonly disabled?: boolean | undefined;
  readonly onChoose: (column: string) => void;
}

/** A field of the layer; those that identify single features come last, and say so. */
export function FieldChoice({ label, hint, fields, profiles, value, before = [], disabled, onChoose }: FieldChoiceProps) {
  const t = useTranslations("layers.style");
  const isIdentifier = (column: string) => profiles?.fields.some((field) => field.column === column && field.isIdentifier) === true;
  const sorted = fields.toSorted((a, b) => Number(isIdentifier(a.column)) - Number(isIdentifier(b.column)));
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <Select
          {...control}
          value={value}
          disabled={disabled}
          options={[
            ...before,
            ...sorted.map((field) => {
              const shown = field.label ?? field.name;
              return { value: field.column, label: isIdentifier(field.column) ? t("identifier", { field: shown }) : shown };
            }),
          ]}
          onChange={(event) => onChoose(event.target.value)}
        />
      )}
    </Field>
  );
}
