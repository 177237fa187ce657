"use client";
import { type DatasetTranslations, directionOf, TEXT_LENGTHS } from "@archipel/contracts/dataset-translations.ts";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useState } from "react";
import { type Draft, type Part, shownIn, type Text } from "./draft.ts";
import { useLanguageName } from "./use-language-name.ts";

interface TextTableProps {
  readonly data: DatasetTranslations;
  readonly draft: Draft;
  readonly languages: readonly string[];
  readonly isMissingOnly: boolean;
  readonly isDisabled: boolean;
  readonly onType: (part: Part, text: Text, language: string, value: string) => void;
}

/** Texts of a record are of several lines; those of fields and legends are words. */
const LONG: readonly Text["kind"][] = ["abstract", "lineage", "constraints"];
/** A part of more texts is folded at first. */
const FOLDED_FROM = 60;

/** One table for each part: the dataset, then its layers. A column is a language. */
export function TextTable({ data, ...table }: TextTableProps) {
  const t = useTranslations("admin.translations");
  const [full] = useState(() => new Set(data.parts.filter(({ texts }) => texts.length < FOLDED_FROM).map(({ layerId }) => layerId)));
  return data.parts.map((part) => (
    <details key={part.layerId ?? "record"} open={full.has(part.layerId)} className="rounded-card border border-line bg-surface">
      <summary className="min-h-11 px-4 py-2.5">
        <span className="font-medium">{part.layerId === null ? t("record") : t("layer", { title: part.title })}</span>{" "}
        <span className="figures text-ink-muted text-small">{t("texts", { count: part.texts.length })}</span>
      </summary>
      <PartTable part={part} language={data.language} {...table} />
    </details>
  ));
}

function PartTable({
  part,
  language: own,
  draft,
  languages,
  isMissingOnly,
  isDisabled,
  onType,
}: Omit<TextTableProps, "data"> & { readonly part: Part; readonly language: string }) {
  const t = useTranslations("admin.translations");
  const nameOf = useLanguageName();
  // A text stays in the table while it is translated.
  const isMissing = (text: Text) => languages.some((one) => !Object.hasOwn(text.translations, one));
  const texts = isMissingOnly ? part.texts.filter(isMissing) : part.texts;
  if (texts.length === 0) return <p className="px-4 pb-4 text-ink-muted">{t("nothingMissing")}</p>;
  return (
    <section
      className="relative overflow-x-auto"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={part.title}
    >
      <table className="w-full border-collapse text-left text-small">
        <thead className="bg-sunken">
          <tr>
            <th scope="col" className="min-w-56 px-4 py-2 font-medium">
              <span className="inline-block first-letter:uppercase">{nameOf(own)}</span>
            </th>
            {languages.map((language) => (
              <th key={language} scope="col" className="min-w-64 px-2 py-2 font-medium">
                <span className="inline-block first-letter:uppercase">{nameOf(language)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {texts.map((text) => (
            <tr key={text.key}>
              <th scope="row" className="max-w-96 px-4 py-2 align-top font-normal">
                <span className="block text-ink-muted">
                  {t(`kinds.${text.kind}`)}
                  {text.about && ` · ${text.about}`}
                </span>
                <span lang={own} dir={directionOf(own)} className="block whitespace-pre-line text-base">
                  {text.text}
                </span>
              </th>
              {languages.map((language, column) => {
                const Control = LONG.includes(text.kind) ? TextArea : TextInput;
                return (
                  <td key={language} className="px-2 py-2 align-top">
                    <Control
                      aria-label={t("cell", { language: nameOf(language), text: text.text.slice(0, 80) })}
                      lang={language}
                      dir={directionOf(language)}
                      data-column={column}
                      maxLength={TEXT_LENGTHS[text.kind]}
                      disabled={isDisabled}
                      value={shownIn(draft, part, text, language)}
                      onChange={(event) => onType(part, text, language, event.target.value)}
                      onKeyDown={toNextRow}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Enter goes to the next text in the same language, with the shift key to the one before; in a text of several lines, with Ctrl or ⌘. */
function toNextRow(event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>): void {
  const isMany = event.currentTarget.tagName === "TEXTAREA";
  if (event.key !== "Enter" || event.nativeEvent.isComposing || (isMany && !event.ctrlKey && !event.metaKey)) return;
  event.preventDefault();
  const { column } = event.currentTarget.dataset;
  const form = event.currentTarget.form;
  const cells = [...(form?.querySelectorAll<HTMLElement>(`details[open] [data-column="${column}"]`) ?? [])];
  cells[cells.indexOf(event.currentTarget) + (event.shiftKey ? -1 : 1)]?.focus();
}
