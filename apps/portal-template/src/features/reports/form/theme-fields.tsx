"use client";
import type { ReportField, ReportValues } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { type Fault, numberOf } from "../words.ts";

interface ThemeFieldsProps {
  readonly fields: readonly ReportField[];
  readonly values: ReportValues;
  readonly faults: Readonly<Record<string, Fault>>;
  readonly locale: Locale;
  readonly onValue: (name: string, value: string | number | boolean) => void;
}

/** One control for each field of a theme, by its type. */
export function ThemeFields({ fields, values, faults, locale, onValue }: ThemeFieldsProps) {
  const t = useTranslations("reports.form");
  const common = useTranslations("common.states");
  return fields.map(({ name, label, help, type, isMandatory, options }) => {
    const words = wordsIn(locale, label) || name;
    const hint = wordsIn(locale, help) || undefined;
    const fault = faults[name];
    const value = values[name];
    if (type === "checkbox") {
      return (
        <div key={name}>
          <Checkbox
            label={`${words}${isMandatory ? ` (${common("required")})` : ""}`}
            hint={hint}
            checked={value === true}
            {...(fault && { "aria-invalid": true })}
            onChange={(event) => onValue(name, event.target.checked)}
          />
          {fault && <p className="text-danger text-small">{t("faults.tick")}</p>}
        </div>
      );
    }
    return (
      <Field
        key={name}
        label={words}
        hint={hint}
        mark={common(isMandatory ? "required" : "optional")}
        isRequired={isMandatory}
        error={fault && t(`faults.${fault}`)}
      >
        {(control) => {
          if (type === "list") {
            const choices = options.map((option) => ({ value: option.value, label: wordsIn(locale, option.label) || option.value }));
            return (
              <Select
                {...control}
                value={String(value ?? "")}
                options={[{ value: "", label: t("choose") }, ...choices]}
                onChange={(event) => onValue(name, event.target.value)}
              />
            );
          }
          return (
            <TextInput
              {...control}
              {...(type === "date" ? { type: "date" } : type === "number" ? { inputMode: "decimal" } : { maxLength: 2000 })}
              value={String(value ?? "")}
              onChange={(event) => onValue(name, type === "number" ? numberOf(event.target.value) : event.target.value)}
            />
          );
        }}
      </Field>
    );
  });
}
