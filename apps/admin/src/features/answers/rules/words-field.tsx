"use client";
import type { Mistake } from "@archipel/answers/packs/mistake.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useMistakeText } from "../words.ts";
import type { Words } from "./rule-draft.ts";

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
export function WordsField(props: WordsFieldProps) {
  const { label, hint, value, shipped, onChange } = props;
  const t = useTranslations("admin.answers.rule");
  const isChanged = shipped !== null && (shipped.fr !== value.fr || shipped.en !== value.en);
  const reset = () => shipped && onChange(shipped);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium font-text">{label}</legend>
      {hint && <p className="text-ink-muted text-small">{hint}</p>}
      <div className="grid gap-x-4 gap-y-3 lg:grid-cols-2">
        {(["fr", "en"] as const).map((locale) => (
          <OneLanguage key={locale} {...props} locale={locale} />
        ))}
      </div>
      {isChanged && (
        <div className="flex flex-wrap items-center gap-3 rounded-control bg-sunken px-3 py-2 text-small">
          <p className="min-w-0 flex-1 basis-64 break-words">
            <span className="text-ink-muted">{t("shippedText")}</span>{" "}
            {shipped.fr || shipped.en ? <span lang={shipped.fr ? "fr" : "en"}>{shipped.fr || shipped.en}</span> : t("noText")}
          </p>
          <Button tone="quiet" aria-label={t("resetNamed", { name: label })} onClick={reset}>
            <RotateCcw aria-hidden className="size-4" />
            {t("reset")}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function OneLanguage({ label, path, value, placeholders, mistakes, onChange, locale }: WordsFieldProps & { readonly locale: "fr" | "en" }) {
  const t = useTranslations("admin.answers.rule");
  const tl = useTranslations("common.language");
  const mistakeText = useMistakeText();
  const area = useRef<HTMLTextAreaElement>(null);
  const mistake = mistakes.find(({ where }) => where === `${path}.${locale}` || (locale === "fr" && where === path));
  const insert = (name: string) => {
    const { selectionStart, selectionEnd } = area.current ?? { selectionStart: value[locale].length, selectionEnd: value[locale].length };
    const text = `${value[locale].slice(0, selectionStart)}{${name}}${value[locale].slice(selectionEnd)}`;
    onChange({ ...value, [locale]: text });
    const at = selectionStart + name.length + 2;
    // After React has written the text, which moves the caret to its end.
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(at, at);
    });
  };
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Field label={<span className="font-normal text-small">{tl(locale)}</span>} error={mistake && mistakeText(mistake)}>
        {(control) => (
          <TextArea
            {...control}
            ref={area}
            lang={locale}
            rows={3}
            maxLength={1_000}
            aria-label={`${label} – ${tl(locale)}`}
            value={value[locale]}
            onChange={({ target }) => onChange({ ...value, [locale]: target.value })}
          />
        )}
      </Field>
      <ul className="flex flex-wrap gap-1.5" aria-label={t("insert", { name: `${label} – ${tl(locale)}` })}>
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
    </div>
  );
}
