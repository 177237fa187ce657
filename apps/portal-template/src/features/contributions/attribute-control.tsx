"use client";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { dayFromText, textOfDay } from "@archipel/contracts/value-texts.ts";
import type { ControlProps } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";

interface AttributeControlProps {
  readonly control: ControlProps;
  readonly field: LayerField;
  readonly text: string;
  readonly isDisabled: boolean;
  /** `isBad`: the input has content without a value, such as half a date. */
  readonly onText: (text: string, isBad: boolean) => void;
  readonly onLeave: () => void;
}

/** Longer texts get a text area. */
const LONG_TEXT = 60;

/** The input for a value of the field. */
export function AttributeControl({ control, field, text, isDisabled, onText, onLeave }: AttributeControlProps) {
  const t = useTranslations("contributions.form");
  const [isLong, setLong] = useState(text.length > LONG_TEXT || text.includes("\n"));
  const shared = { ...control, disabled: isDisabled, value: text, onBlur: onLeave };
  const { type, rule } = field;
  const empty = { value: "", label: t("unknown") };
  if (type === "boolean") {
    const options = [empty, { value: "true", label: t("yes") }, { value: "false", label: t("no") }];
    return <Select {...shared} options={options} onChange={(event) => onText(event.target.value, false)} />;
  }
  if (rule?.values) {
    const options = rule.values.map(({ value, label }) => ({
      value: String(value),
      label: label ? t("listed", { value: String(value), label }) : String(value),
    }));
    // The stored value may be older than the field's list, and must stay selectable.
    const isListed = text === "" || options.some(({ value }) => value === text);
    const all = [empty, ...(isListed ? [] : [{ value: text, label: t("unlisted", { value: text }) }]), ...options];
    return <Select {...shared} options={all} onChange={(event) => onText(event.target.value, false)} />;
  }
  if (rule?.dayFormat) {
    const { dayFormat } = rule;
    // A stored text that is no day shows as empty: the form says what it was.
    const day = dayFromText(dayFormat, text) ?? "";
    return (
      <TextInput
        {...shared}
        type="date"
        value={day}
        onChange={({ target }) => onText(target.value && textOfDay(dayFormat, target.value), target.validity.badInput)}
      />
    );
  }
  if (type === "text" && rule?.pattern === undefined) {
    return (
      <TextArea
        {...shared}
        rows={isLong ? 3 : 1}
        className={isLong ? undefined : "field-sizing-content resize-none! overflow-hidden py-2!"}
        // A short text has one line: Enter must not add another.
        onKeyDown={(event) => event.key === "Enter" && !isLong && event.preventDefault()}
        onChange={(event) => {
          const next = event.target.value;
          if (next.length > LONG_TEXT || next.includes("\n")) setLong(true);
          onText(next, false);
        }}
      />
    );
  }
  return <TextInput {...shared} {...inputOf[type]} onChange={({ target }) => onText(target.value, target.validity.badInput)} />;
}

const inputOf = {
  text: {},
  integer: { inputMode: "numeric" },
  double: { inputMode: "decimal" },
  date: { type: "date" },
  datetime: { type: "datetime-local", step: 1 },
  localdatetime: { type: "datetime-local", step: 1 },
} as const;
