"use client";
import type { ModeratedReport } from "@archipel/contracts/reports.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";
import { useText } from "./words.ts";

/** The answers to the theme's questions, with the labels of its form. */
export function FormValues({ report: { fields, values } }: { readonly report: Pick<ModeratedReport, "fields" | "values"> }) {
  const t = useTranslations("common.states");
  const locale = useLocale();
  const text = useText();
  const answered = fields.filter(({ name }) => values[name] !== undefined && values[name] !== "");
  if (answered.length === 0) return null;
  const shown = (field: (typeof fields)[number]): string => {
    const value = values[field.name];
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    if (typeof value === "number") return formatNumber(locale, value, 10);
    if (field.type === "date" && value && !Number.isNaN(Date.parse(value))) return formatDate(locale, value);
    if (field.type === "list") return text(field.options.find((option) => option.value === value)?.label) || String(value);
    return String(value);
  };
  return (
    <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
      {answered.map((field) => (
        <div key={field.name} className="contents">
          <dt className="text-ink-muted">{text(field.label)}</dt>
          <dd className="break-words sm:mb-0">{shown(field)}</dd>
        </div>
      ))}
    </dl>
  );
}
