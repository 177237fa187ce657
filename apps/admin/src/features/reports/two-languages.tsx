"use client";
import type { Localized } from "@archipel/contracts/text.ts";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";

interface TwoLanguagesProps {
  readonly label: string;
  readonly value: Localized;
  readonly onChange: (value: Localized) => void;
  readonly maxLength?: number;
  readonly error?: string | undefined;
  readonly disabled?: boolean | undefined;
}

/** A text in French and English. An empty one falls back to the other. */
export function TwoLanguages({ label, value, onChange, maxLength = 200, error, disabled }: TwoLanguagesProps) {
  const t = useTranslations("moderation.languages");
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {(["fr", "en"] as const).map((locale) => (
        <Field key={locale} label={t(locale, { label })} error={locale === "fr" ? error : undefined}>
          {(control) => (
            <TextInput
              {...control}
              lang={locale}
              maxLength={maxLength}
              disabled={disabled}
              value={value[locale] ?? ""}
              onChange={(event) => onChange({ ...value, [locale]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}
