"use client";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";

const DATE = "date";

interface KeyLifeProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** One of `options`, or `date` with the last day. */
  readonly value: string;
  readonly until: string;
  readonly onChange: (value: string, until: string) => void;
}

/** How long a new key lives: a number of days, or until a date. */
export function KeyLife({ label, options, value, until, onChange }: KeyLifeProps) {
  const t = useTranslations("access.until");
  return (
    <div className="flex flex-wrap gap-4">
      <Field label={label}>
        {(control) => (
          <Select
            {...control}
            value={value}
            options={[...options, { value: DATE, label: t("option") }]}
            onChange={({ target }) => onChange(target.value, until)}
          />
        )}
      </Field>
      {value === DATE && (
        <Field label={t("label")}>
          {(control) => (
            <TextInput {...control} type="date" required value={until} onChange={({ target }) => onChange(value, target.value)} />
          )}
        </Field>
      )}
    </div>
  );
}

/** The part of the input that says when a key ends. */
export function endOf<D>(value: string, until: string, days: (value: string) => D): { days: D; until?: string } {
  return value === DATE ? { days: days(value), until } : { days: days(value) };
}
