"use client";
import { ICONS, type Icon } from "@archipel/blocks/field.ts";
import { ColourInput } from "@archipel/ui/colour-input.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { ICON_DRAWINGS } from "@archipel/ui/icon-drawings.ts";
import { Select } from "@archipel/ui/select.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { clsx } from "clsx";
import { Ban } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useFieldNotes } from "./field-note.tsx";
import type { FieldProps } from "./fields-context.tsx";

export function DateField({ label, where, value, onChange }: FieldProps<string | undefined>) {
  const notes = useFieldNotes(where);
  return (
    <Field label={label} {...notes} className="max-w-56">
      {(control) => (
        <TextInput
          {...control}
          data-where={where}
          type="date"
          value={value ?? ""}
          onChange={(event) => onChange(event.target.value || undefined)}
        />
      )}
    </Field>
  );
}

export function SwitchField({ label, where, value, onChange }: FieldProps<boolean>) {
  return (
    <div data-where={where}>
      <Switch label={label} checked={value} onCheckedChange={onChange} />
    </div>
  );
}

export function ColourField({ label, where, value, onChange }: FieldProps<string>) {
  const t = useTranslations("site-editor.form");
  return (
    <Field label={label}>
      {(control) => (
        <div data-where={where}>
          <ColourInput {...control} value={value} onValueChange={onChange} pickerLabel={t("pickColour", { label })} />
        </div>
      )}
    </Field>
  );
}

export function NumberField({
  label,
  where,
  value,
  onChange,
  min,
  max,
}: FieldProps<number> & { readonly min: number; readonly max: number }) {
  const t = useTranslations("site-editor.form");
  const notes = useFieldNotes(where, t("between", { min, max }));
  return (
    <Field label={label} {...notes} className="max-w-56">
      {(control) => (
        <TextInput
          {...control}
          data-where={where}
          type="number"
          inputMode="numeric"
          min={min}
          max={max}
          step={1}
          value={Number.isFinite(value) ? value : ""}
          onChange={(event) => onChange(event.target.value === "" ? min : Math.round(event.target.valueAsNumber))}
        />
      )}
    </Field>
  );
}

interface ChoiceFieldProps extends FieldProps<string> {
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export function ChoiceField({ label, where, value, onChange, options }: ChoiceFieldProps) {
  const notes = useFieldNotes(where);
  return (
    <Field label={label} {...notes}>
      {(control) => (
        <Select {...control} data-where={where} value={value} options={options} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}

/** A drawing of a short list, or no drawing. */
export function IconField({ label, where, value, onChange }: FieldProps<Icon | undefined>) {
  const t = useTranslations("site-editor.icons");
  const name = useId();
  return (
    <fieldset data-where={where}>
      <legend className="mb-1.5 font-medium font-text">{label}</legend>
      <div className="flex flex-wrap gap-1">
        {[undefined, ...ICONS].map((icon) => {
          const words = t(icon ?? "none");
          const Drawing = icon ? ICON_DRAWINGS[icon] : Ban;
          return (
            <label
              key={icon ?? "none"}
              title={words}
              className={clsx(
                "flex size-10 cursor-pointer items-center justify-center rounded-control border has-focus-visible:outline-3 has-focus-visible:outline-focus has-focus-visible:outline-offset-1",
                icon === value ? "border-accent bg-accent-soft text-accent-ink" : "border-line text-ink-muted hover:bg-sunken",
              )}
            >
              <input
                ref={hearEarly}
                type="radio"
                name={name}
                className="sr-only"
                checked={icon === value}
                onChange={() => onChange(icon)}
              />
              <Drawing aria-hidden className="size-5" />
              <span className="sr-only">{words}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
