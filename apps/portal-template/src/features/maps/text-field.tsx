"use client";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { SanitisedHtml } from "@archipel/ui/sanitised-html.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { Eye, Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

interface TextFieldProps {
  readonly label: string;
  readonly mark?: string | undefined;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** The language that is written. */
  readonly lang: Locale;
  readonly maxLength: number;
  readonly rows?: number;
}

/** A text in Markdown, with its preview by the code that shows it to readers. */
export function TextField({ label, mark, value, onChange, lang, maxLength, rows = 6 }: TextFieldProps) {
  const t = useTranslations("maps");
  const [isPreview, setPreview] = useState(false);
  const Icon = isPreview ? Pencil : Eye;
  return (
    <div>
      {isPreview ? (
        <div className="grid gap-1.5">
          <p className="font-medium">{label}</p>
          <Preview text={value} lang={lang} />
        </div>
      ) : (
        <Field label={label} mark={mark} hint={t("save.markdown")}>
          {(control) => (
            <TextArea
              {...control}
              lang={lang}
              rows={rows}
              maxLength={maxLength}
              value={value}
              onChange={({ target }) => onChange(target.value)}
            />
          )}
        </Field>
      )}
      <Button tone="quiet" className="mt-1 -ml-4" aria-pressed={isPreview} onClick={() => setPreview(!isPreview)}>
        <Icon aria-hidden className="size-4" />
        {t(isPreview ? "edit.write" : "edit.preview")}
      </Button>
    </div>
  );
}

/** Loaded with the first preview. */
const render = async (text: string) => (await import("@archipel/i18n/markdown.ts")).renderMarkdown(text);

function Preview({ text, lang }: { readonly text: string; readonly lang: Locale }) {
  const t = useTranslations("maps.edit");
  const { data, isError } = useQuery({ queryKey: ["markdown", text], queryFn: () => render(text) });
  return (
    <div lang={lang} className="min-h-24 rounded-control border border-line bg-ground px-3 py-2">
      {isError ? (
        <p className="text-danger">{t("previewFailed")}</p>
      ) : (
        text.trim() === "" && <p className="text-ink-muted">{t("previewEmpty")}</p>
      )}
      {data !== undefined && <SanitisedHtml html={data} />}
    </div>
  );
}
