import { formatArea, formatDistance } from "@archipel/i18n/format.ts";
import { DEFAULT_LOCALE, type Locale } from "@archipel/i18n/locales.ts";
import type { Placeholder } from "../packs/message.ts";
import type { Pack } from "../packs/pack.ts";
import { OF_DOCUMENT } from "../packs/references.ts";
import type { Advice, Rule } from "../packs/rule.ts";
import { printShare } from "../relations/print-share.ts";
import type { Relation } from "../relations/relation.ts";
import { cellsOfCode, type Text } from "../rules/codes.ts";
import { textIn } from "../rules/fields.ts";
import { levelFor } from "../rules/level.ts";
import { limitOf } from "../rules/limit.ts";
import { approvalOf } from "./approval.ts";
import type { Draft } from "./draft.ts";
import type { Finding } from "./report.ts";
import { safeUrl } from "./safe-url.ts";
import { filled, ownWords, plain, say, sayMarked, sayMarkedIfKnown, type ValueOf } from "./say.ts";
import { MARKED_END, unmarked } from "./spans.ts";

type Authority = Finding["authority"];

/** Writes a draft as a finding: level, sentence, advice, provisions and authority. Keys are always in the same order. */
export function findingOf(draft: Draft, locale: Locale): Finding {
  const { rule, relation, document, theme, pack } = draft;
  const authority = authorityOf(rule?.authority ?? OF_DOCUMENT, draft, locale);
  const values: ValueOf = (name, lang) => valueIn(draft, authority, name, lang);
  const level = rule ? levelFor(rule.level, draft.fields, distanceOf(relation), relation.toleranceM) : theme.levelWithoutRule;
  const finding: Finding = {
    theme: theme.id,
    rule: rule ? `${pack.id}/${rule.key}` : null,
    facet: rule?.facet ?? "main",
    level,
    isFavourable: rule?.isFavourable ?? false,
    legalEffect: rule?.legalEffect ?? "information",
    sentence: unmarked(sentenceOf(draft, locale, values)),
    advice: rule ? rule.advice.map((one) => adviceOf(one, draft, locale, values)) : [],
    relation: printed(relation),
    label: draft.label && { lang: draft.label.lang, text: draft.label.text, isCut: draft.label.isCut },
    code: draft.code && { list: draft.code.lists[0] ?? "", value: draft.code.value, label: draft.codeLabel },
    status: draft.status,
    document: document?.id ?? null,
    provisions: provisionsOf(draft, locale),
    authority,
    source: draft.source.source.key,
    layer: draft.reading.layer.ref,
    features: draft.features,
    featureCount: draft.featureCount,
  };
  // Set at the end, and not in the literal: a report has hundreds of findings, and spreading an empty object takes longer than all of it.
  if (rule?.consequence) finding.consequence = say(rule.consequence, locale, values);
  const limit = rule && limitOf(rule, theme, level);
  if (limit) finding.limit = limit;
  return finding;
}

/**
 * What a draft means for building, with how much of the place it concerns and with the marks of parts in other languages: what limits and how;
 * without `how`, or where the rule names nothing, its own statement.
 */
export function bearingSentence(draft: Draft, locale: Locale, how: "forbidden" | "agreement" | "conditions" | null): Text {
  const { rule, relation, pack } = draft;
  const authority = authorityOf(rule?.authority ?? OF_DOCUMENT, draft, locale);
  const values: ValueOf = (name, lang) => valueIn(draft, authority, name, lang);
  const by = rule?.limit?.by;
  if (!by || !how) return sentenceOf(draft, locale, values);
  const named = sayMarked(by, locale, (name, lang) => (name === "label" ? shortLabel(draft) : values(name, lang)));
  const value = named.text.replace(/(^|\s)(\p{L}+) \2(?=\s)/iu, "$1$2");
  const text = filled(named.lang, ownWords(named.lang).limit[how], { value });
  return withRelation({ lang: named.lang, text }, relation, pack, values);
}

/** "Red zone: new buildings forbidden" is the red zone: what it asks is in the sentence. */
function shortLabel({ label, codeLabel }: Draft): ReturnType<ValueOf> {
  if (!label) return codeLabel ?? undefined;
  return { ...label, text: label.text.split(/\s?:\s/)[0] ?? label.text };
}

function adviceOf({ text, authority, url }: Advice, draft: Draft, locale: Locale, values: ValueOf): Finding["advice"][number] {
  const advice: Finding["advice"][number] = { text: say(text, locale, values) };
  if (authority !== undefined) advice.authority = authorityOf(authority, draft, locale);
  if (url !== undefined) advice.url = url;
  return advice;
}

/** Metres from the place for a level: 0 on it, null when the position is not known. */
function distanceOf({ kind, distanceM }: Relation): number | null {
  if (kind === "commune") return null;
  return distanceM ?? 0;
}

/** The sentence of a relation; or the statement, with what its relation adds. Its marks are still in it. */
function sentenceOf({ rule, relation, pack }: Draft, locale: Locale, values: ValueOf): Text {
  const own = rule?.sentence[relation.kind];
  if (own) return ended(said(sayMarked(own, locale, values)));
  const statement = ended(said(sayMarked(rule?.sentence.statement ?? pack.withoutRule, locale, values)));
  return withRelation(statement, relation, pack, values);
}

/** A sentence, and what its relation adds when all its values are known. */
function withRelation(statement: Text, { kind }: Relation, { relations }: Pick<Pack, "relations">, values: ValueOf): Text {
  const frame = relations[kind];
  const addition = frame && sayMarkedIfKnown(frame, statement.lang, values);
  return addition && addition.lang === statement.lang ? { lang: statement.lang, text: `${statement.text} ${addition.text}` } : statement;
}

/** "Reserved land: Reserved land no. 3" says its name once: many names repeat what they are. */
function said({ lang, text }: Text): Text {
  return { lang, text: text.replace(/^([^:]{3,60}?)\s?: \1(?=[\s,.])/iu, "$1") };
}

/** A sentence that ends with a name from the data gets its full stop. */
function ended({ lang, text }: Text): Text {
  const last = text.endsWith(MARKED_END) ? text.at(-2) : text.at(-1);
  return { lang, text: /[.!?…]/.test(last ?? "") ? text : `${text}.` };
}

function valueIn(draft: Draft, authority: Authority, name: Placeholder, lang: Locale): ReturnType<ValueOf> {
  const { label, code, codeLabel, relation, document, lists, source } = draft;
  switch (name) {
    case "label":
      return label ?? codeLabel ?? undefined;
    case "code":
      return code?.value;
    case "share":
      return relation.share === undefined ? undefined : printShare(lang, relation.share);
    case "area":
      return relation.areaM2 === undefined ? undefined : formatArea(lang, relation.areaM2);
    case "length":
      return relation.lengthM === undefined ? undefined : formatDistance(lang, relation.lengthM);
    case "distance": {
      const distanceM = relation.kind === "border" ? relation.toleranceM : relation.distanceM;
      return distanceM === undefined ? undefined : formatDistance(lang, distanceM);
    }
    case "date":
      return approvalOf(document, lang);
    case "document":
      return document && { text: document.title, lang: languageOf(draft) };
    case "authority":
      return authority.lang === undefined ? authority.name : { text: authority.name, lang: authority.lang };
    case "article": {
      const columns = source.source.code?.articles?.columns;
      const articles = code && columns ? cellsOfCode(lists, code, columns) : [];
      // As the standard writes them.
      return articles.length === 0 ? undefined : { text: articles.join(", "), lang: DEFAULT_LOCALE };
    }
  }
}

/** An authority by its key, or that of the feature's document; else the one that holds the theme's data. */
function authorityOf(
  key: Rule["authority"],
  { document, pack, theme, reading }: Pick<Draft, "document" | "pack" | "theme" | "reading">,
  locale: Locale,
): Authority {
  if (key !== OF_DOCUMENT) return authorityNamed(pack, key, locale);
  const own = document?.authority;
  if (!own) return authorityNamed(pack, theme.heldBy, locale);
  const web = safeUrl(own.web);
  return {
    name: own.name,
    ...foreign(languageOf({ reading }), locale),
    ...(own.mail === undefined ? {} : { mail: own.mail }),
    ...(own.phone === undefined ? {} : { phone: own.phone }),
    ...(web === null ? {} : { web }),
  };
}

/** An authority of the pack's list. */
export function authorityNamed({ authorities }: Pick<Pack, "authorities">, key: string, locale: Locale): Authority {
  const found = Object.hasOwn(authorities, key) ? authorities[key] : undefined;
  const name = found ? plain(found.name, locale) : { text: key, lang: locale };
  return { name: name.text, ...foreign(name.lang, locale), ...(found?.web === undefined ? {} : { web: found.web }) };
}

/** The articles of the rule, those of the code list, and the file to read. */
function provisionsOf(draft: Draft, locale: Locale): Finding["provisions"] {
  const { rule, label, code, lists, source, fields, document, fileUrl } = draft;
  const { file, code: coded } = source.source;
  const articles = code && coded?.articles ? cellsOfCode(lists, code, coded.articles.columns) : [];
  // The copy that came with the data is of the same edition; addresses elsewhere move.
  const address = safeUrl(fileUrl) ?? safeUrl(file?.url ? textIn(fields, file.url) : null) ?? safeUrl(document?.url);
  const named = file?.name ? textIn(fields, file.name) : null;
  // A sheet of the feature itself has its name.
  const name = named?.split("#")[0] || document?.title || (address === null ? undefined : label?.text);
  const page = pageIn(named) ?? pageIn(address);
  const url = fileUrl !== undefined && page !== null && address !== null ? `${address}#page=${page}` : address;
  return [
    ...(rule?.provisions ?? []).map(({ type, title, articles: own, url: address }) => ({
      type,
      title,
      ...foreign(DEFAULT_LOCALE, locale),
      ...(own === undefined ? {} : { articles: own }),
      ...(address === undefined ? {} : { url: address }),
    })),
    ...(coded?.articles && articles.length > 0
      ? [{ type: "law" as const, title: coded.articles.law, ...foreign(DEFAULT_LOCALE, locale), articles }]
      : []),
    ...(name !== undefined && (url !== null || document)
      ? [
          {
            type: "document" as const,
            title: name,
            ...foreign(languageOf(draft), locale),
            ...(url === null ? {} : { url }),
            ...(page === null ? {} : { page }),
          },
        ]
      : []),
  ];
}

/** The language of a layer's data. */
const languageOf = ({ reading }: Pick<Draft, "reading">): string => reading.layer.language ?? DEFAULT_LOCALE;

/** The language of a text when it is not the report's. */
export function foreign(lang: string, locale: Locale): { lang?: string } {
  return lang === locale ? {} : { lang };
}

/** The page that the name or the address of a file ends with: `reglement.pdf#page=24`. */
function pageIn(text: string | null): number | null {
  const page = /[#&]page=(\d{1,5})\b/.exec(text ?? "")?.[1];
  return page === undefined ? null : Number(page);
}

/** Measures as they are published: to the centimetre. */
function printed({ kind, areaM2, share, lengthM, count, distanceM, toleranceM }: Relation): Finding["relation"] {
  const relation: Finding["relation"] = { kind, toleranceM };
  if (areaM2 !== undefined) relation.areaM2 = rounded(areaM2);
  if (share !== undefined) relation.share = share;
  if (lengthM !== undefined) relation.lengthM = rounded(lengthM);
  if (count !== undefined) relation.count = count;
  if (distanceM !== undefined) relation.distanceM = rounded(distanceM);
  return relation;
}

const rounded = (value: number) => Math.round(value * 100) / 100;
