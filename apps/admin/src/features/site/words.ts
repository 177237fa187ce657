"use client";
import type { StoredBlock } from "@archipel/blocks/blocks.ts";
import type { Field } from "@archipel/blocks/field.ts";
import { isContentLanguage } from "@archipel/blocks/languages.ts";
import { readText, type Texts } from "@archipel/blocks/texts.ts";
import { useLocale, useTranslations } from "next-intl";
import type { Path } from "./draft/page-draft.ts";
import { fieldsIn } from "./draft/walk-fields.ts";

/** The kinds of blocks in the groups in which they are offered. */
export const BLOCK_GROUPS = {
  opening: ["hero", "search", "answer", "territory", "cards"],
  writing: ["text", "picture", "video", "steps", "faq", "table", "agenda"],
  data: ["figures", "chart", "map", "story", "datasets", "coverage", "legend"],
  community: ["news", "alerts", "call", "report", "partners", "contact"],
} as const;

/** Texts of blocks are read without their marks in lists. */
const shortened = (text: string) => {
  const plain = text
    .replace(/[#*_>`[\]]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return plain.length > 60 ? `${plain.slice(0, 60).replace(/\s+\S*$/, "")}…` : plain;
};

const isText = ({ kind }: Field, value: unknown) =>
  ["line", "lines", "markdown"].includes(kind.is) && typeof value === "object" && value !== null && Object.keys(value).length > 0;

/** The first text of a block that is written, in the wanted language if it exists there. */
function firstText(block: StoredBlock, language: keyof Texts): string {
  const found = fieldsIn(block).find(({ field, value }) => isText(field, value));
  return found ? shortened(readText(found.value as Texts, language, "fr").text) : "";
}

/** What the parts of blocks are called in the language of the console. */
export function useBlockWords() {
  const t = useTranslations("site-editor");
  const locale = useLocale();
  const language = isContentLanguage(locale) ? locale : "fr";
  const typeName = (type: string) => (t.has(`blocks.${type}.name` as never) ? t(`blocks.${type}.name` as never) : type);
  /** The label of a property: a block's own word for it, or the usual one. */
  const fieldName = (type: string, path: Path) => {
    const names = path.filter((step) => typeof step === "string");
    const own = `fields.${type}.${names.join("-")}`;
    const usual = `fields.usual.${names.at(-1) ?? ""}`;
    return t.has(own as never) ? t(own as never) : t(usual as never);
  };
  return {
    typeName,
    fieldName,
    /** A block in a list: its kind, and its first words. */
    blockName: (block: StoredBlock) => [typeName(block.type), firstText(block, language)].filter(Boolean).join(" — "),
    firstText: (block: StoredBlock) => firstText(block, language),
    /** An entry of a list: its number and its first text. */
    entryName: (item: readonly Field[], entry: Readonly<Record<string, unknown>>, index: number) => {
      const found = item.find((field) => isText(field, entry[field.name]));
      const text = found ? shortened(readText(entry[found.name] as Texts, language, "fr").text) : "";
      return [t("entries.number", { number: index + 1 }), text].filter(Boolean).join(" — ");
    },
    choiceName: (type: string, field: string, value: string) => {
      const own = `choices.${type}-${field}.${value}`;
      return t.has(own as never) ? t(own as never) : t(`choices.${field}.${value}` as never);
    },
    /** Where a property is, in words: "Entry 2 › Question". */
    placeName: (type: string, path: Path) =>
      path
        .map((step, index) =>
          typeof step === "number" ? t("entries.number", { number: step + 1 }) : fieldName(type, path.slice(0, index + 1)),
        )
        .filter((_name, index, all) => !(index === 0 && all.length > 1))
        .join(" › "),
  };
}
