"use client";
import type { Texts } from "@archipel/blocks/texts.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Warning } from "../fields/field-note.tsx";
import { MarkdownField } from "../fields/markdown-field.tsx";
import { TextField } from "../fields/text-field.tsx";
import { useLegal } from "./legal-context.tsx";

interface LegalFieldProps {
  /** Its property, as `director.name`; also the key of its label. */
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
}

/** The hint of a field, with what the law asks for while it is missing. */
function useNotes(path: string, hint?: string): { readonly hint?: ReactNode; readonly error?: string } {
  const t = useTranslations("site-editor.legal.missing");
  const { missingAt, errorAt } = useLegal();
  const missing = missingAt(path);
  const error = errorAt(path);
  return {
    ...(error && { error }),
    hint: missing ? (
      <>
        {hint && <span className="block">{hint}</span>}
        <Warning>{t(missing)}</Warning>
      </>
    ) : (
      hint
    ),
  };
}

interface LineProps extends LegalFieldProps {
  readonly type?: "text" | "email" | "tel" | "url" | "date";
  readonly isLong?: boolean;
  readonly max?: number;
}

export function LegalLine({ path, label, hint, type = "text", isLong = false, max = 160 }: LineProps) {
  const { valueAt, put } = useLegal();
  const notes = useNotes(path, hint);
  const value = String(valueAt(path) ?? "");
  const shared = { "data-where": path, value, maxLength: max };
  const write = (text: string) => put(path, type === "date" && text === "" ? null : text);
  return (
    <Field label={label} {...notes} className={type === "date" ? "max-w-56" : undefined}>
      {(control) =>
        isLong ? (
          <TextArea {...control} {...shared} rows={3} onChange={(event) => write(event.target.value)} />
        ) : (
          <TextInput {...control} {...shared} type={type} onChange={(event) => write(event.target.value)} />
        )
      }
    </Field>
  );
}

/** A text in the edited language. */
export function LegalText({ path, label, hint, max, isMarkdown = false, isLong = false }: LineProps & { readonly isMarkdown?: boolean }) {
  const { valueAt, put } = useLegal();
  const { hint: note } = useNotes(path, hint);
  const shared = {
    label,
    where: path,
    value: (valueAt(path) ?? {}) as Texts,
    max: max ?? 300,
    onChange: (value: Texts) => put(path, value),
  };
  return isMarkdown ? <MarkdownField {...shared} /> : <TextField {...shared} isLong={isLong} hint={note} />;
}

export function LegalChoice({
  path,
  label,
  hint,
  options,
}: LegalFieldProps & { readonly options: readonly { readonly value: string; readonly label: string }[] }) {
  const { valueAt, put } = useLegal();
  return (
    <Field label={label} {...useNotes(path, hint)}>
      {(control) => (
        <Select
          {...control}
          data-where={path}
          value={String(valueAt(path))}
          options={options}
          onChange={(event) => put(path, event.target.value)}
        />
      )}
    </Field>
  );
}
