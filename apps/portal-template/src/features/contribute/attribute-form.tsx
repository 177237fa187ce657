"use client";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { type Change, snapshotOf } from "@archipel/map/edit/draft.ts";
import type { AttributeValue } from "@archipel/map/ui/map-data.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { MAX_TEXT, parseValue, textOf } from "./field-values.ts";

interface AttributeFormProps {
  readonly change: Change;
  readonly fields: readonly LayerField[];
  readonly lockedColumns: readonly string[];
  readonly onValue: (column: string, value: AttributeValue) => void;
}

/** Longer texts get more than one line. */
const LONG_TEXT = 60;

/** The layer's fields, one control each by its type. Only values that fit go into the draft; others stay here with what is wrong. */
export function AttributeForm({ change, fields, lockedColumns, onValue }: AttributeFormProps) {
  const t = useTranslations("edit.form");
  const shown = fields.filter((field) => !field.isHidden);
  if (shown.length === 0) return <p className="text-ink-muted">{t("none")}</p>;
  const { values } = snapshotOf(change);
  return (
    <div className="grid gap-4">
      {shown.map((field) => (
        <AttributeField
          key={field.column}
          field={field}
          value={values[field.column] ?? null}
          before={change.base && field.column in change.values ? (change.base.values[field.column] ?? null) : undefined}
          isLocked={lockedColumns.includes(field.column)}
          onValue={(value) => onValue(field.column, value)}
        />
      ))}
    </div>
  );
}

interface AttributeFieldProps {
  readonly field: LayerField;
  readonly value: AttributeValue;
  /** What the layer holds, when the draft says otherwise. */
  readonly before: AttributeValue | undefined;
  readonly isLocked: boolean;
  readonly onValue: (value: AttributeValue) => void;
}

function AttributeField({ field, value, before, isLocked, onValue }: AttributeFieldProps) {
  const t = useTranslations("edit.form");
  /** What is written and does not fit. */
  const [wrong, setWrong] = useState<string | null>(null);
  const text = wrong ?? textOf(field.type, value);
  const write = (next: string) => {
    const parsed = parseValue(field.type, next);
    setWrong(parsed === undefined ? next : null);
    if (parsed !== undefined) onValue(parsed);
  };
  const error = wrong === null ? undefined : field.type === "text" ? t("tooLong", { most: MAX_TEXT }) : t(errorOf[field.type]);
  const hint = isLocked
    ? t("locked")
    : before === undefined
      ? undefined
      : t("before", { value: before === null ? t("empty") : before === true ? t("yes") : before === false ? t("no") : String(before) });
  return (
    <Field label={field.label ?? field.name} hint={hint} error={error}>
      {(control) => {
        const shared = { ...control, disabled: isLocked, value: text };
        if (field.type === "boolean") {
          const options = [
            { value: "", label: t("unknown") },
            { value: "true", label: t("yes") },
            { value: "false", label: t("no") },
          ];
          return <Select {...shared} options={options} onChange={(event) => write(event.target.value)} />;
        }
        if (field.type === "text" && text.length > LONG_TEXT)
          return <TextArea {...shared} rows={3} onChange={(event) => write(event.target.value)} />;
        return <TextInput {...shared} {...inputOf[field.type]} onChange={(event) => write(event.target.value)} />;
      }}
    </Field>
  );
}

const errorOf = { integer: "integer", double: "double", boolean: "unknown", date: "date", datetime: "datetime" } as const;
const inputOf = {
  text: {},
  integer: { inputMode: "numeric" },
  double: { inputMode: "decimal" },
  boolean: {},
  date: { type: "date" },
  datetime: { type: "datetime-local", step: 1 },
} as const;
