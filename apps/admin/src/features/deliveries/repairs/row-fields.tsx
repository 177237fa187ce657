"use client";
import type { FieldRule, RepairedRow } from "@archipel/contracts/repairs.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { cellText } from "./value-text.ts";

interface RowFieldsProps {
  readonly row: RepairedRow;
  readonly typed: Readonly<Record<string, string>>;
  readonly onType: (field: string, text: string) => void;
}

/** The fields of a row with their rules; those with findings come first. */
export function RowFields({ row, typed, onType }: RowFieldsProps) {
  const t = useTranslations("checks.repairs");
  const ruleWords = useRuleWords();
  const isAtFault = (name: string) => row.findings.some(({ field }) => field?.toUpperCase() === name.toUpperCase());
  const fields = row.fields.toSorted((a, b) => Number(isAtFault(b.name)) - Number(isAtFault(a.name)));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {fields.map(({ name, value, rule }) => {
        const text = typed[name] ?? cellText(value);
        const choices = rule?.choices;
        return (
          <Field key={name} label={name} hint={ruleWords(rule)}>
            {(control) =>
              choices ? (
                <Select
                  {...control}
                  value={text}
                  options={[
                    { value: "", label: t("noValue") },
                    ...(text !== "" && choices.every((choice) => choice.value !== text) ? [{ value: text, label: text }] : []),
                    ...choices.map((choice) => ({ value: choice.value, label: [choice.value, choice.label].filter(Boolean).join(" – ") })),
                  ]}
                  onChange={(event) => onType(name, event.target.value)}
                />
              ) : (
                <TextInput {...control} value={text} autoComplete="off" onChange={(event) => onType(name, event.target.value)} />
              )
            }
          </Field>
        );
      })}
    </div>
  );
}

function useRuleWords(): (rule: FieldRule | null) => string {
  const t = useTranslations("checks.repairs.rule");
  return (rule) => {
    if (!rule) return t("unknown");
    const { type, required, maxLength, minimum, maximum, pattern } = rule;
    return [
      t.has(type as never) ? t(type as never) : type,
      required ? t("required") : null,
      maxLength === null ? null : t("length", { max: maxLength }),
      minimum === null ? null : t("minimum", { value: minimum }),
      maximum === null ? null : t("maximum", { value: maximum }),
      pattern === null ? null : t("pattern", { pattern }),
    ]
      .filter((part) => part !== null)
      .join(", ");
  };
}
