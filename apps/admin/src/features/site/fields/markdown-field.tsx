"use client";
import { CONTENT_LANGUAGES } from "@archipel/blocks/languages.ts";
import type { Texts } from "@archipel/blocks/texts.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field, FieldError } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { withText } from "../draft/page-draft.ts";
import { useFieldNotes } from "./field-note.tsx";
import { type FieldProps, useFields } from "./fields-context.tsx";
import { RichTextBox } from "./rich-text-box.tsx";
import { useInstead } from "./text-field.tsx";
import { useRichText } from "./use-rich-text.ts";

interface MarkdownFieldProps extends FieldProps<Texts> {
  readonly max: number;
}

/** A formatted text in the edited language: typed as it will look, or as Markdown. */
export function MarkdownField({ label, where, value, onChange, max }: MarkdownFieldProps) {
  const t = useTranslations("site-editor.markdown");
  const { language } = useFields();
  const [isPlain, setPlain] = useState(false);
  const own = value[language] ?? "";
  const instead = useInstead(value);
  const id = useId();
  const kit = useRichText();
  const isLosing = kit !== null && !kit.isRichText(own);
  // The visual editor may arrive while somebody types: it waits until they have left the text.
  const [isTyping, setTyping] = useState(false);
  const isRich = kit !== null && !isPlain && !isLosing && !isTyping;
  const tooLong = own.length > max ? t("tooLong", { over: own.length - max, max }) : undefined;
  const { hint, error = tooLong } = useFieldNotes(where, instead.note ?? (isLosing ? t("onlyPlain") : undefined));
  const write = (text: string) => onChange(withText(value, language, text));
  const change = (
    <Button tone="quiet" className="-my-2" onClick={() => setPlain(isRich)} {...(isLosing && { disabledReason: t("onlyPlain") })}>
      {t(isRich ? "plain" : "rich")}
    </Button>
  );
  if (isRich) {
    return (
      <div className="flex flex-col gap-1.5">
        <div className="flex flex-wrap items-center justify-between gap-x-3">
          <span id={`${id}-label`} className="font-medium">
            {label} <span className="font-normal text-ink-muted text-small">({CONTENT_LANGUAGES[language]})</span>
          </span>
          {change}
        </div>
        {hint && (
          <div id={`${id}-hint`} className="text-ink-muted text-small">
            {hint}
          </div>
        )}
        <RichTextBox
          // Each language has its own editor, so that its `lang` and its selection are its own.
          key={language}
          kit={kit}
          value={own}
          instead={instead}
          where={where}
          labelId={`${id}-label`}
          describedBy={[hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ")}
          onWrite={write}
        />
        {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      </div>
    );
  }
  return (
    <div className="relative">
      <div className="absolute top-0 right-0">{change}</div>
      <Field label={label} mark={CONTENT_LANGUAGES[language]} hint={hint} error={error}>
        {(control) => (
          <TextArea
            {...control}
            data-where={where}
            lang={own === "" ? (instead.language ?? language) : language}
            placeholder={instead.text}
            rows={8}
            className="font-mono"
            value={own}
            onFocus={() => setTyping(true)}
            onBlur={() => setTyping(false)}
            onChange={(event) => write(event.target.value)}
          />
        )}
      </Field>
    </div>
  );
}
