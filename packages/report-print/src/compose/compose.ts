import type { ThemeAnswer, ThemeList } from "@archipel/answers/report/report.ts";
import { themeLists } from "@archipel/answers/report/report.ts";
import { cover } from "./cover.ts";
import type { PrintDocument, PrintedGroup, PrintedList, PrintedNote } from "./document.ts";
import type { Printable } from "./facts.ts";
import { placeName } from "./place-name.ts";
import { sectionOf } from "./section.ts";
import { sourceDates, sourcesTable } from "./sources.ts";
import { type Words, wordsOf } from "./words.ts";

/** The lists in which themes have findings; the others have one sentence each. */
const CONCERNED: readonly ThemeList[] = ["onPlace", "around", "unsure", "underWay"];
/** Printed even if they are empty: a reader must see that nothing is in them. */
const ALWAYS: readonly ThemeList[] = ["onPlace", "notConcerned", "noData", "notChecked"];

/** The document of a report. Pure: the same report and facts give the same document. */
export function composeDocument({ report, facts }: Printable): PrintDocument {
  const words = wordsOf(report.locale);
  const { t, said, date } = words;
  const { portal } = facts;
  const place = placeName(report.place, report.locale);
  const versions = Object.entries(report.versions.packs).map(([pack, version]) => `${pack} ${version}`);
  const pieces = report.alsoInDocument;
  return {
    lang: report.locale,
    title: t("print.documentTitle", { place }),
    description: t("print.description", { portal: portal.name, place, date: date(report.createdAt) }),
    createdAt: report.createdAt,
    accent: portal.accent,
    portal: portal.name,
    footer: `${place} · ${date(report.createdAt)} · ${report.id}`,
    pageOf: t("print.page", { page: "{page}", pages: "{pages}" }),
    cover: cover({ report, facts }, words),
    contents: { title: t("print.contents"), counts: counts(report.themes, words) },
    lists: themeLists
      .map((list) => printedList(list, { report, facts }, words))
      .filter(
        (one, index) => one.sections.length + one.notes.length + one.groups.length > 0 || ALWAYS.includes(themeLists[index] ?? "onPlace"),
      ),
    wholeDocument:
      pieces.length === 0
        ? null
        : {
            title: t("print.wholeDocument.title"),
            intro: t("print.wholeDocument.intro"),
            items: pieces.map(({ title, lang, url }) => ({ text: words.named(title, lang), ...(url === undefined ? {} : { url }) })),
          },
    glossary:
      report.glossary.length === 0
        ? null
        : {
            title: t("print.glossary"),
            terms: report.glossary.map(({ term, text }) => ({ term: said(term), text: said(text) })),
          },
    sources: sourcesTable(report.themes, words),
    closing: {
      title: t("print.disclaimers"),
      texts: report.disclaimers.map(said),
      versions: versions.length === 0 ? "" : t("print.versions", { list: versions.join(", ") }),
    },
    attached: { name: "signature.jws", content: facts.signature, about: t("print.signature") },
  };
}

function counts(themes: readonly ThemeAnswer[], { t, locale }: Words): string {
  const parts = (["concerned", "notConcerned", "noData", "notChecked"] as const)
    .map((state) => ({ state, count: themes.filter((theme) => theme.state === state).length }))
    .filter(({ state, count }) => count > 0 || state === "concerned")
    .map(({ state, count }) => t(`print.counts.${state}`, { count }));
  return `${new Intl.ListFormat(locale, { type: "conjunction" }).format(parts)}.`;
}

function printedList(list: ThemeList, { report, facts }: Printable, words: Words): PrintedList {
  const { t } = words;
  const themes = report.themes.filter((theme) => theme.list === list);
  const isConcerned = CONCERNED.includes(list);
  const hasIntro = themes.length > 0 && (list === "notConcerned" || list === "noData" || list === "notChecked");
  return {
    title: t(`print.lists.${list}`),
    intro: hasIntro ? t(`print.intros.${list}`) : null,
    none: themes.length === 0 ? t("print.none") : null,
    sections: isConcerned ? themes.map((theme) => sectionOf(theme, facts, words)) : [],
    notes: isConcerned || list === "noData" ? [] : merged(themes.map((theme) => noteOf(theme, words))),
    groups: list === "noData" ? grouped(merged(themes.map((theme) => noteOf(theme, words))), words) : [],
  };
}

/** Themes of which the same is said, in one sentence; the largest group first. */
function grouped(notes: readonly PrintedNote[], { t, locale, marked: mark, written }: Words): PrintedGroup[] {
  const groups = Map.groupBy(notes, ({ sentence, details }) => JSON.stringify([sentence, details]));
  const nameOf = ({ title, count }: PrintedNote) => (count > 1 ? `${mark(title)} (${count})` : mark(title));
  const made = [...groups.values()].map((group): PrintedGroup => {
    // Names of themes have commas.
    const list = group.map(nameOf).join(locale === "fr" ? "\u00a0; " : "; ");
    const [first] = group;
    return {
      names: written(t("print.nothingPublished", { list })),
      count: group.reduce((sum, { count }) => sum + count, 0),
      // That the portal lacks the data is said already.
      texts: [first?.sentence ?? "", ...(first?.details ?? [])].filter((text) => text !== "" && text !== t("print.reasons.noLayer")),
    };
  });
  return made.toSorted((a, b) => b.count - a.count);
}

/** Themes that say the same, such as kinds of easements that share a name, are one note with their number. */
function merged(notes: readonly PrintedNote[]): PrintedNote[] {
  const groups = Map.groupBy(notes, (note) => JSON.stringify(note));
  return [...groups.values()].flatMap((group) => {
    const [note] = group;
    return note ? [{ ...note, count: group.length }] : [];
  });
}

function noteOf(theme: ThemeAnswer, words: Words): PrintedNote {
  const { t, said } = words;
  const sources = sourceDates(theme.sources, words);
  return {
    title: said(theme.title),
    count: 1,
    sentence: theme.sentence && said(theme.sentence),
    details: [
      ...theme.notes.map(said),
      ...(theme.state === "notConcerned" || theme.reason === undefined || theme.reason === "placeTooVague"
        ? []
        : [t(`print.reasons.${theme.reason}`)]),
      ...(theme.heldBy === undefined ? [] : [words.written(t("print.heldBy", { name: words.mark(theme.heldBy.name, theme.heldBy.lang) }))]),
      ...(sources === null || theme.state === "noData" ? [] : [sources]),
    ],
  };
}
