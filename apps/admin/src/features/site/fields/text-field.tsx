"use client";
import { CONTENT_LANGUAGES } from "@archipel/blocks/languages.ts";
import { readText, type Texts } from "@archipel/blocks/texts.ts";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { withText } from "../draft/page-draft.ts";
import { useFieldNotes } from "./field-note.tsx";
import { type FieldProps, useFields } from "./fields-context.tsx";

interface TextFieldProps extends FieldProps<Texts> {
  readonly max: number;
  readonly isLong?: boolean;
  readonly hint?: ReactNode;
}

/** A text in the edited language. While it is missing, the text that readers get instead is shown in its place. */
export function TextField({ label, where, value, onChange, max, isLong = false, hint }: TextFieldProps) {
  const { language } = useFields();
  const own = value[language] ?? "";
  const instead = useInstead(value);
  const notes = useFieldNotes(where, instead.note ?? hint);
  const shared = {
    "data-where": where,
    // A placeholder is read in the language of its element.
    lang: own === "" ? (instead.language ?? language) : language,
    placeholder: instead.text,
    value: own,
    maxLength: max,
  };
  const write = (text: string) => onChange(withText(value, language, text));
  return (
    <Field label={label} mark={CONTENT_LANGUAGES[language]} {...notes}>
      {(control) =>
        isLong ? (
          <TextArea {...control} {...shared} rows={3} onChange={(event) => write(event.target.value)} />
        ) : (
          <TextInput {...control} {...shared} onChange={(event) => write(event.target.value)} />
        )
      }
    </Field>
  );
}

/** What readers of the edited language get while a text is missing there. */
export function useInstead(value: Texts) {
  const t = useTranslations("site-editor.texts");
  const { language, languages } = useFields();
  if (value[language] !== undefined) return {};
  const { text, lang } = readText(value, language, languages[0] ?? "fr");
  if (text === "" || lang === undefined) return {};
  return {
    text: text.length > 300 ? `${text.slice(0, 300)}…` : text,
    language: lang,
    note: t("instead", { language: CONTENT_LANGUAGES[language], other: CONTENT_LANGUAGES[lang] }),
  };
}
