import { printShare } from "@archipel/answers/relations/print-share.ts";
import type { Finding, ThemeAnswer } from "@archipel/answers/report/report.ts";
import { formatArea, formatDistance, formatNumber } from "@archipel/i18n/format.ts";
import { drawThemeMap, themeMapMm } from "../map/theme-map.ts";
import type { LegendItem, Line, Printed, PrintedFinding, PrintedPart, PrintedSection } from "./document.ts";
import type { PrintFacts } from "./facts.ts";
import { sourceDates } from "./sources.ts";
import { markOf, type Words } from "./words.ts";

/** Longer lists are counted: paper is for reading. */
const MOST_FINDINGS = 20;
/** What fits beside the map. The numbers are also beside the findings. */
const MOST_LEGEND = 9;
const LONG_TEXT = 1_500;

/** A theme that concerns the place. */
export function sectionOf(theme: ThemeAnswer, facts: PrintFacts, words: Words): PrintedSection {
  const { t, said } = words;
  const printed = theme.findings.slice(0, MOST_FINDINGS);
  const scenarios = theme.scenarios.slice(0, MOST_FINDINGS);
  const left = theme.more + theme.findings.length - printed.length + theme.scenarios.length - scenarios.length;
  const drawn = facts.map && drawThemeMap(facts.map, printed, words);
  const several = theme.documents.length > 1;
  return {
    title: said(theme.title),
    mark:
      printed.length === 1
        ? null
        : markOf(words, theme.level, theme.findings.length > 0 && theme.findings.every(({ isFavourable }) => isFavourable)),
    intro: theme.flood ? said(theme.flood.sentence) : theme.intro ? said(theme.intro) : null,
    documents: theme.documents.map((document) => documentLine(document, words)),
    notes: theme.notes.map(said),
    findings: printed.map((finding) => printedFinding(finding, several ? theme : null, drawn?.numbers.get(finding) ?? null, words)),
    scenarios:
      scenarios.length === 0
        ? null
        : {
            title: t("print.scenarios"),
            items: scenarios.map(({ level, isFavourable, sentence }) => ({
              mark: markOf(words, level, isFavourable),
              sentence: said(sentence),
            })),
          },
    more:
      left === 0
        ? null
        : {
            text: t("print.more", { count: left }),
            link: facts.online === null ? null : { text: t("print.moreLink"), url: facts.online },
          },
    map:
      drawn && facts.map
        ? {
            svg: drawn.svg,
            widthMm: themeMapMm(facts.map.frame).widthMm,
            caption: drawn.caption,
            legendTitle: t("print.legend.title"),
            legend: [...drawn.numbers].slice(0, MOST_LEGEND).map(([finding, number]) => legendItem(finding, number, words)),
            alt: t("print.legend.alt", {
              theme: theme.title.text,
              scale: formatNumber(words.locale, drawn.denominator),
              sentence: printed[0]?.sentence.text ?? "",
            }),
          }
        : null,
    sources: sourceDates(theme.sources, words),
  };
}

function legendItem({ level, isFavourable, label, code, sentence }: Finding, number: number, words: Words): LegendItem {
  const meaning = code?.label ?? null;
  const text =
    label && meaning && label.text !== meaning.text
      ? words.written(`${words.mark(label.text, label.lang)} · ${words.markLabel(meaning)}`)
      : words.said(label ?? meaning ?? sentence);
  return { number, mark: markOf(words, level, isFavourable), text: shortened(text) };
}

const LEGEND_CHARACTERS = 90;

function shortened(said: Printed): Printed {
  if (typeof said === "string") return shortText(said);
  if ("text" in said) return { ...said, text: shortText(said.text) };
  const parts: PrintedPart[] = [];
  let left = LEGEND_CHARACTERS;
  for (const part of said.parts) {
    const text = textOf(part);
    const kept = shortText(text, left);
    parts.push(typeof part === "string" ? kept : { ...part, text: kept });
    if (kept !== text) break;
    left -= text.length;
  }
  return { parts };
}

function shortText(text: string, most = LEGEND_CHARACTERS): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1)).trimEnd()}…`;
}

function documentLine({ title, lang, line, status, approved, validUntil, url }: ThemeAnswer["documents"][number], words: Words): Line {
  const { t, said, date, mark, written } = words;
  const own = [
    mark(title, lang),
    ...(approved === undefined ? [] : [t("print.approved", { date: date(approved) })]),
    ...(status === "unknown" ? [] : [t(`print.statuses.${status}`)]),
  ].join(", ");
  const until = validUntil === undefined ? [] : [{ text: t("print.validUntil", { date: date(validUntil) }) }];
  return {
    label: t("print.documents"),
    values: [{ text: line ? said(line) : written(own), ...(url === undefined ? {} : { url }) }, ...until],
  };
}

/** `theme`: the theme when its findings come from several documents, so that each must name its own. */
function printedFinding(finding: Finding, theme: ThemeAnswer | null, number: number | null, words: Words): PrintedFinding {
  const { t, said } = words;
  const { level, isFavourable, sentence, consequence, advice, label, code } = finding;
  const document = theme?.documents.find(({ id }) => id === finding.document);
  const codeText = code?.label && t("print.finding.codeValue", { code: code.value, label: words.markLabel(code.label) });
  const lines: Line[] = [
    ...measures(finding, words),
    ...(consequence ? [{ label: t("print.finding.consequence"), values: [{ text: said(consequence) }] }] : []),
    ...(advice.length > 0
      ? [
          {
            label: t("print.finding.advice"),
            values: advice.map(({ text, url }) => ({ text: said(text), ...(url === undefined ? {} : { url }) })),
          },
        ]
      : []),
    ...(document ? [documentLine(document, words)] : []),
    ...provisionLines(finding, words),
    { label: t("print.finding.authority"), values: authorityValues(finding, words) },
    { label: t("print.finding.status"), values: [{ text: statusText(finding, words) }] },
    ...(codeText ? [{ label: t("print.finding.code"), values: [{ text: words.written(codeText) }] }] : []),
    ...(label?.isCut ? [{ label: t("print.finding.cut"), values: [{ text: words.named(label.text, label.lang) }] }] : []),
  ];
  const length = sentence.text.length + lines.flatMap(({ values }) => values).reduce((sum, { text }) => sum + textOf(text).length, 0);
  return { mark: markOf(words, level, isFavourable), number, sentence: said(sentence), lines, isLong: length > LONG_TEXT };
}

const textOf = (printed: Printed): string =>
  typeof printed === "string" ? printed : "parts" in printed ? printed.parts.map(textOf).join("") : printed.text;

/** Square metres and share, metres, distance: what is known of how the feature lies to the place. */
function measures({ relation }: Finding, { t, locale }: Words): Line[] {
  const { areaM2, share, lengthM, distanceM, toleranceM, kind } = relation;
  const line = (label: string, text: string): Line => ({ label, values: [{ text }] });
  const part =
    share === undefined
      ? undefined
      : areaM2 === undefined
        ? printShare(locale, share)
        : t("print.finding.share", { area: formatSmallArea(locale, areaM2), share: printShare(locale, share) });
  return [
    ...(part === undefined ? [] : [line(t("print.finding.part"), part)]),
    ...(lengthM === undefined ? [] : [line(t("print.finding.length"), formatDistance(locale, lengthM))]),
    ...(distanceM === undefined || distanceM === 0 ? [] : [line(t("print.finding.distance"), formatDistance(locale, distanceM))]),
    ...(kind === "border" ? [line(t("print.finding.tolerance"), formatDistance(locale, toleranceM))] : []),
  ];
}

/** Less than a square metre is not nothing. */
function formatSmallArea(locale: Words["locale"], areaM2: number): string {
  return areaM2 > 0 && areaM2 < 1 ? `<\u00a0${formatArea(locale, 1)}` : formatArea(locale, areaM2);
}

function provisionLines({ provisions }: Finding, { t, locale, mark, written }: Words): Line[] {
  if (provisions.length === 0) return [];
  const values = provisions.map(({ title, lang, articles, page, url }) => {
    const list = new Intl.ListFormat(locale, { type: "conjunction" }).format(articles ?? []);
    const text = [
      mark(title, lang),
      ...(articles && articles.length > 0 ? [t("print.finding.article", { count: articles.length, list })] : []),
      ...(page === undefined ? [] : [t("print.finding.page", { page })]),
    ].join(", ");
    return { text: written(text), ...(url === undefined ? {} : { url }) };
  });
  return [{ label: t("print.finding.provisions"), values }];
}

function authorityValues({ authority }: Finding, { named }: Words): Line["values"] {
  const { name, lang, mail, phone, web } = authority;
  return [
    { text: named(name, lang), ...(web === undefined ? {} : { url: web }) },
    ...(mail === undefined ? [] : [{ text: mail, url: `mailto:${mail}` }]),
    ...(phone === undefined ? [] : [{ text: phone }]),
  ];
}

function statusText({ legalEffect, status }: Finding, { t }: Words): string {
  const effect = t(`print.effects.${legalEffect}`);
  return status === "unknown" || legalEffect === "information"
    ? effect
    : t("print.statusLine", { effect, status: t(`print.statuses.${status}`) });
}
