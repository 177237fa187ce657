import {
  ownValue,
  type ShownText,
  type TranslatableText,
  type Translations,
  textFor,
  textKeyOf,
  translations,
} from "@archipel/contracts/dataset-translations.ts";
import type { FieldRule, LayerField, LayerSummary } from "@archipel/contracts/layers.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";

/** The reader's language, and that of the owner's texts. */
export interface Reading {
  reader: string;
  language: string;
}

const stored = translations.catch({});

/** The translations of a row; none when they cannot be read. */
export function translationsOf(texts: unknown): Translations {
  return stored.parse(texts);
}

/** A layer with its texts in the reader's language. Those that have no translation stay as they are, and name their language. */
export function translatedLayer(layer: LayerSummary, texts: unknown, reading: Reading): LayerSummary {
  const say = sayIn(translationsOf(texts), reading);
  const title = say(textKeyOf("title"), layer.title);
  return {
    ...layer,
    title: title.text,
    titleLang: title.lang,
    fields: layer.fields.map((field) => translatedField(field, say)),
    style: translatedStyle(layer.style, say),
  };
}

/** Fields with their labels, help and values in the reader's language. */
export function translatedFields(fields: readonly LayerField[], texts: unknown, reading: Reading): LayerField[] {
  const say = sayIn(translationsOf(texts), reading);
  return fields.map((field) => translatedField(field, say));
}

type Say = (key: string, text: string) => ShownText;

/** Reads one text after the other. */
export function sayIn(texts: Translations, { reader, language }: Reading): Say {
  return (key, text) => textFor(ownValue(texts, key), { text, language }, reader);
}

/** A field without a label is shown by its name, so a translation of the name is its label. */
function translatedField(field: LayerField, say: Say): LayerField {
  const { text, lang } = say(textKeyOf("label", field.column), field.label ?? "");
  return {
    ...field,
    ...(text !== "" && { label: text, lang }),
    ...(field.rule && { rule: translatedRule(field.column, field.rule, say) }),
  };
}

function translatedRule(column: string, rule: FieldRule, say: Say): FieldRule {
  const help = rule.help && say(textKeyOf("help", column), rule.help);
  return {
    ...rule,
    ...(help && { help: help.text, helpLang: help.lang }),
    ...(rule.values && {
      values: rule.values.map((one) => {
        const { text, lang } = say(textKeyOf("value", column, one.value), one.label ?? "");
        return text === "" ? one : { ...one, label: text, lang };
      }),
    }),
  };
}

function translatedStyle(style: LayerStyle, say: Say): LayerStyle {
  if (style.kind === "categorised") {
    const categories = style.categories.map((one) => withText(one, say(textKeyOf("class", style.column, one.value), one.label ?? "")));
    return { ...style, ...translatedRest(style, say), categories };
  }
  if (style.kind === "graduated") {
    const stops = style.stops.map((one) => withText(one, say(textKeyOf("class", style.column, one.from), one.label ?? "")));
    return { ...style, ...translatedRest(style, say), stops };
  }
  return style;
}

function withText<T extends object>(one: T, { text, lang }: ShownText): T {
  return text === "" ? one : { ...one, label: text, lang };
}

function translatedRest({ column, otherLabel }: { column: string; otherLabel?: string | undefined }, say: Say) {
  if (!otherLabel) return {};
  const { text, lang } = say(textKeyOf("other", column), otherLabel);
  return { otherLabel: text, otherLang: lang };
}

/** The texts of a layer that people read, in the order in which they meet them: title, legend, fields with their help and values. */
export function textsOfLayer({ title, fields, style }: Pick<LayerSummary, "title" | "fields" | "style">): TranslatableText[] {
  return [{ key: textKeyOf("title"), kind: "title", text: title, about: null }, ...textsOfStyle(style), ...fields.flatMap(textsOfField)];
}

function textsOfField({ column, name, label, rule, isHidden }: LayerField): TranslatableText[] {
  if (isHidden) return [];
  const help: TranslatableText[] = rule?.help
    ? [{ key: textKeyOf("help", column), kind: "help", text: rule.help, about: label ?? name }]
    : [];
  const values = (rule?.values ?? []).map(
    ({ value, label: said }): TranslatableText => ({
      key: textKeyOf("value", column, value),
      kind: "value",
      text: said ?? String(value),
      about: `${label ?? name} = ${value}`,
    }),
  );
  return [{ key: textKeyOf("label", column), kind: "label", text: label ?? name, about: label ? name : null }, ...help, ...values];
}

function textsOfStyle(style: LayerStyle): TranslatableText[] {
  if (style.kind !== "categorised" && style.kind !== "graduated") return [];
  const { column, otherLabel } = style;
  const classes =
    style.kind === "categorised"
      ? style.categories.map(({ value, label }) => classText(column, value, label))
      : // The limits of a class without a text are written as numbers, in the reader's language.
        style.stops.flatMap(({ from, label }) => (label ? [classText(column, from, label)] : []));
  const rest: TranslatableText[] = otherLabel ? [{ key: textKeyOf("other", column), kind: "other", text: otherLabel, about: null }] : [];
  return [...classes, ...rest];
}

function classText(column: string, value: string | number | boolean, label: string | undefined): TranslatableText {
  return { key: textKeyOf("class", column, value), kind: "class", text: label ?? String(value), about: label ? String(value) : null };
}
