"use client";
import type { Mistake } from "@archipel/answers/packs/mistake.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { flushSync } from "react-dom";
import { useMistakeText } from "../words.ts";
import type { Words } from "./rule-draft.ts";

const LANGUAGES = ["fr", "en"] as const;
type Language = (typeof LANGUAGES)[number];

interface WordsFieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** Its place in the rule: `sentence.statement`. */
  readonly path: string;
  readonly value: Words;
  /** The text of the pack; null when the rule is the portal's own. */
  readonly shipped: Words | null;
  readonly placeholders: readonly string[];
  readonly mistakes: readonly Mistake[];
  readonly onChange: (value: Words) => void;
}

/** A sentence in French and English, with the values that it may name as buttons that insert them, and the pack's own text. */
export function WordsField({ label, hint, path, value, shipped, placeholders, mistakes, onChange }: WordsFieldProps) {
  const t = useTranslations("admin.answers.rule");
  const tl = useTranslations("common.language");
  const mistakeText = useMistakeText();
  const { areas, last, insert } = useInsertion(value, onChange);
  const mistakeOf = (locale: Language) =>
    mistakes.find(({ where }) => where === `${path}.${locale}` || (locale === "fr" && where === path));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium font-text">{label}</legend>
      {hint && <p className="text-ink-muted text-small">{hint}</p>}
      <div className="grid gap-x-4 gap-y-3 2xl:grid-cols-2">
        {LANGUAGES.map((locale) => {
          const mistake = mistakeOf(locale);
          return (
            <Field
              key={locale}
              label={<span className="font-normal text-small">{tl(locale)}</span>}
              error={mistake && mistakeText(mistake)}
            >
              {(control) => (
                <TextArea
                  {...control}
                  ref={areas[locale]}
                  lang={locale}
                  rows={3}
                  maxLength={1_000}
                  aria-label={`${label} – ${tl(locale)}`}
                  value={value[locale]}
                  onFocus={() => {
                    last.current = locale;
                  }}
                  onChange={({ target }) => onChange({ ...value, [locale]: target.value })}
                />
              )}
            </Field>
          );
        })}
      </div>
      <ul className="flex flex-wrap gap-1.5" aria-label={t("insert", { name: label })}>
        {placeholders.map((name) => (
          <li key={name}>
            <button
              type="button"
              className="min-h-8 rounded-full border border-line-strong bg-surface px-2.5 text-small hover:bg-sunken"
              onClick={() => insert(name)}
            >
              {t(`placeholders.${name}` as never)}
            </button>
          </li>
        ))}
      </ul>
      {shipped && (shipped.fr !== value.fr || shipped.en !== value.en) && (
        <ShippedText label={label} shipped={shipped} onReset={() => onChange(shipped)} />
      )}
    </fieldset>
  );
}

/** Inserts a value at the caret of the language that was written last, French at first. */
function useInsertion(value: Words, onChange: (value: Words) => void) {
  const areas = { fr: useRef<HTMLTextAreaElement>(null), en: useRef<HTMLTextAreaElement>(null) };
  const last = useRef<Language>("fr");
  const insert = (name: string) => {
    const locale = last.current;
    const area = areas[locale].current;
    const text = value[locale];
    const { selectionStart: from, selectionEnd: to } = area ?? { selectionStart: text.length, selectionEnd: text.length };
    const caret = from + name.length + 2;
    // React writes the text, which moves the caret to its end, before the next key can be pressed: it belongs to the text.
    flushSync(() => onChange({ ...value, [locale]: `${text.slice(0, from)}{${name}}${text.slice(to)}` }));
    area?.focus();
    area?.setSelectionRange(caret, caret);
  };
  return { areas, last, insert };
}

interface ShippedTextProps {
  readonly label: string;
  readonly shipped: Words;
  readonly onReset: () => void;
}

function ShippedText({ label, shipped, onReset }: ShippedTextProps) {
  const t = useTranslations("admin.answers.rule");
  const lang = shipped.fr ? "fr" : "en";
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-control bg-sunken px-3 py-2 text-small">
      <p className="min-w-0 flex-1 basis-64 break-words">
        <span className="text-ink-muted">{t("shippedText")}</span> {shipped[lang] ? <span lang={lang}>{shipped[lang]}</span> : t("noText")}
      </p>
      <Button tone="quiet" aria-label={t("resetNamed", { name: label })} onClick={onReset}>
        <RotateCcw aria-hidden className="size-4" />
        {t("reset")}
      </Button>
    </div>
  );
}
