import { DEFAULT_LOCALE, type Locale } from "@archipel/i18n/locales.ts";
import type { Pack } from "../packs/pack.ts";
import type { Theme } from "../packs/theme.ts";
import { toleranceOf } from "../relations/tolerance.ts";
import { isValid } from "../rules/choose.ts";
import type { Text } from "../rules/codes.ts";
import { type Answered, withoutContraries } from "./disputes.ts";
import { documentsOf } from "./documents.ts";
import { readDrafts, type Setting } from "./draft.ts";
import { authorityNamed, findingOf, foreign } from "./finding.ts";
import { floodOf } from "./flood.ts";
import { groupOf } from "./group.ts";
import { limitAt } from "./limit.ts";
import { notesOf } from "./notes.ts";
import { compared, inOrder, shown } from "./order.ts";
import { piecesOf } from "./pieces.ts";
import type { Readings, SourceReading, UnreadLayer } from "./reading.ts";
import type { Finding, Report, ThemeAnswer, ThemeList } from "./report.ts";
import { safeUrl } from "./safe-url.ts";
import { ownText, plain } from "./say.ts";
import { isTooVague, type State, stateOf } from "./state.ts";
import type { Written } from "./written.ts";

export interface ReportFacts {
  id: string;
  /** The moment of the report (ISO, UTC). */
  createdAt: string;
  /** The day for which rules must be valid, in the place's time zone; by default that of `createdAt`. */
  day?: string;
  locale: Locale;
  /** The address where the report can be verified. */
  verify?: string;
}

/**
 * What applies at a place: every theme of the packs is in exactly one of the lists. Pure: the same readings, packs and facts give the same
 * bytes, in whatever order layers and rows were read.
 */
export function assembleReport(packs: readonly Pack[], readings: Readings, facts: ReportFacts): Report {
  const setting: Setting = { locale: facts.locale, day: facts.day ?? facts.createdAt.slice(0, 10), placeM2: readings.placeM2 };
  const ordered = packs.flatMap((pack) => pack.themes.map((theme) => ({ pack, theme })));
  ordered.sort((a, b) => a.theme.order - b.theme.order || (`${a.pack.id}/${a.theme.id}` < `${b.pack.id}/${b.theme.id}` ? -1 : 1));
  const read = new Map(readings.themes.map((one) => [`${one.pack}/${one.theme}`, one.sources]));
  const answered = ordered.map(({ pack, theme }) => answerOf(pack, theme, read.get(`${pack.id}/${theme.id}`) ?? [], readings, setting));
  const themes = withoutContraries(answered, readings.placeM2, facts.locale);
  const limit = limitAt(
    answered.flatMap(({ written }) => written),
    facts.locale,
  );
  const { unread = [] } = readings;
  const inCommune = ordered.filter(({ pack, theme }) => isNamed(readings.inCommune, pack, theme));
  const listed = (list: ThemeList) => themes.filter((theme) => theme.list === list).map(({ theme }) => theme);
  const layers = readings.themes.flatMap(({ sources }) => sources.map(({ layer }) => layer));
  return {
    format: "archipel-report/1",
    id: facts.id,
    createdAt: facts.createdAt,
    locale: facts.locale,
    place: readings.place,
    lists: {
      onPlace: listed("onPlace"),
      around: listed("around"),
      unsure: listed("unsure"),
      underWay: listed("underWay"),
      notConcerned: listed("notConcerned"),
      noData: listed("noData"),
      notChecked: listed("notChecked"),
    },
    ...(limit === undefined ? {} : { limit }),
    ...(inCommune.length === 0 ? {} : { inCommune: inCommune.map(({ theme }) => plain(theme.title, facts.locale)) }),
    ...(unread.length === 0 ? {} : { unread: unreadOf(unread, facts.locale) }),
    themes,
    alsoInDocument: piecesOf(packs, readings).map(({ documentId, title, lang = DEFAULT_LOCALE, url }) => {
      const address = safeUrl(url);
      return { document: documentId, title, ...foreign(lang, facts.locale), ...(address === null ? {} : { url: address }) };
    }),
    disclaimers: unique(packs.flatMap(({ disclaimers }) => disclaimers.map((text) => plain(text, facts.locale)))),
    glossary: glossaryOf(packs, themes, facts.locale),
    versions: {
      packs: byKey(packs.map(({ id, version }) => [id, version])),
      layers: byKey(layers.map(({ ref, version }) => [ref, version])),
    },
    ...(readings.themes.some(({ sources }) => sources.some(({ part }) => part !== undefined)) ? { partial: true as const } : {}),
    restricted: layers.some(({ isRestricted }) => isRestricted),
    verify: facts.verify ?? null,
  };
}

function isNamed(named: Readings["inCommune"], pack: Pack, theme: Theme): boolean {
  return named?.some((one) => one.pack === pack.id && one.theme === theme.id) ?? false;
}

function unreadOf(layers: readonly UnreadLayer[], locale: Locale): NonNullable<Report["unread"]> {
  return layers
    .map(({ layer, title, titleLang }) => ({ layer, title, ...foreign(titleLang ?? DEFAULT_LOCALE, locale) }))
    .sort((a, b) => compared(a.title, b.title) || compared(a.layer, b.layer));
}

function answerOf(pack: Pack, theme: Theme, sources: readonly SourceReading[], readings: Readings, setting: Setting): Answered {
  const { place } = readings;
  const rank = new Map(theme.sources.map(({ key }, index) => [key, index]));
  const valid = new Set(theme.sources.filter((source) => isValid(source, setting.day)).map(({ key }) => key));
  const known = sources
    .filter(({ source }) => valid.has(source))
    .sort((a, b) => (rank.get(a.source) ?? 0) - (rank.get(b.source) ?? 0) || (a.layer.ref < b.layer.ref ? -1 : 1));
  const isVague = isTooVague(place, theme);
  const readable = isVague ? [] : known.filter(({ outcome }) => outcome === "read");
  const read = readable.map((reading) => readDrafts(pack, theme, reading, setting));
  const drafts = read.flatMap((one) => one.drafts);
  const hasHidden = read.some((one) => one.hasHidden);
  const written = drafts
    .map((draft): Written => ({ draft, finding: findingOf(draft, setting.locale) }))
    .sort((a, b) => inOrder(a.finding, b.finding));
  const findings = written.map(({ finding }) => finding);
  const used = known.map((reading) => sourceUsed(reading, setting));
  const spoken = used.filter(({ layer }) => findings.length === 0 || findings.some((finding) => finding.layer === layer));
  const isOutdated = spoken.length > 0 && spoken.every((one) => one.isOutdated);
  const state: State = isVague
    ? { state: "notChecked", list: "notChecked", isComplete: false, reason: "placeTooVague" }
    : stateOf(
        theme.sources.filter(({ key }) => valid.has(key)),
        known,
        findings,
        { isOutdated, hasHidden },
      );
  if (state.reason === "noLayer" && readings.unread?.some(({ themes }) => isNamed(themes, pack, theme))) state.reason = "notRead";
  const { findings: listed, scenarios, more } = shown(findings, theme);
  const [first] = listed;
  const flood = floodOf(theme, written, setting.locale);
  const answer: ThemeAnswer = {
    theme: theme.id,
    pack: pack.id,
    question: theme.question,
    family: theme.family,
    title: plain(theme.title, setting.locale),
    ...(theme.intro ? { intro: plain(theme.intro, setting.locale) } : {}),
    state: state.state,
    list: state.list,
    ...(state.reason === undefined ? {} : { reason: state.reason }),
    isComplete: state.isComplete,
    sentence: stateSentence(theme, state, setting.locale),
    notes: notesOf(theme, state, findings, { used, hasHidden }, setting),
    level: first ? highestOf(listed, first) : null,
    ...(state.state === "noData" ? { heldBy: authorityNamed(pack, theme.heldBy, setting.locale) } : {}),
    documents: documentsOf(pack, drafts, setting.locale),
    sources: used,
    findings: listed,
    scenarios,
    ...(flood === undefined ? {} : { flood }),
    more: more + readable.reduce((sum, reading) => sum + (reading.more ?? 0), 0),
  };
  return { pack, theme, answer, written };
}

/** The highest level among the findings of the group that the theme is listed for. */
function highestOf(findings: readonly Finding[], first: Finding): Finding["level"] {
  const levels = findings.filter((finding) => groupOf(finding) === groupOf(first)).map(({ level }) => level);
  return levels.reduce((highest, level) => (level !== null && (highest === null || level > highest) ? level : highest), null);
}

function stateSentence({ sentences }: Theme, { state, reason }: State, locale: Locale): Text | null {
  if (reason === "placeTooVague") return ownText(locale, "too-vague");
  if (reason === "notRead") return ownText(locale, "not-read");
  if (reason === "partialAccess") return ownText(locale, "partial-access");
  if (state === "concerned") return null;
  return plain(state === "notConcerned" ? sentences.none : state === "noData" ? sentences.noData : sentences.failed, locale);
}

function sourceUsed(reading: SourceReading, { day, locale }: Setting): ThemeAnswer["sources"][number] {
  const { layer, source, coverage, outcome, part } = reading;
  return {
    source,
    layer: layer.ref,
    title: layer.title,
    ...foreign(layer.titleLang ?? layer.language ?? DEFAULT_LOCALE, locale),
    ...(layer.producer === undefined ? {} : { producer: layer.producer, ...producerLang(layer, locale) }),
    ...(layer.captured === undefined ? {} : { captured: layer.captured }),
    imported: layer.imported,
    ...(layer.scaleDenominator === undefined ? {} : { scaleDenominator: layer.scaleDenominator }),
    toleranceM: toleranceOf(layer),
    coverage,
    outcome,
    isOutdated: isOutdatedOn(layer, day),
    ...(part === undefined ? {} : { part: { reach: part.reach, ask: part.ask } }),
  };
}

function producerLang({ language = DEFAULT_LOCALE }: SourceReading["layer"], locale: Locale): { producerLang?: string } {
  return language === locale ? {} : { producerLang: language };
}

const DAY_MS = 86_400_000;

function isOutdatedOn({ staleAfterDays, captured, imported }: SourceReading["layer"], day: string): boolean {
  if (staleAfterDays === undefined) return false;
  return Date.parse(day) - Date.parse((captured ?? imported).slice(0, 10)) > staleAfterDays * DAY_MS;
}

/** The words that the themes with findings use, each once, in the order of the packs. */
function glossaryOf(packs: readonly Pack[], answers: readonly ThemeAnswer[], locale: Locale): Report["glossary"] {
  const concerned = new Set(answers.filter(({ state }) => state === "concerned").map(({ pack, theme }) => `${pack}/${theme}`));
  return packs.flatMap(({ id, themes, glossary }) => {
    const keys = new Set(themes.filter((theme) => concerned.has(`${id}/${theme.id}`)).flatMap(({ terms }) => terms));
    return Object.entries(glossary)
      .filter(([key]) => keys.has(key))
      .map(([key, { term, text }]) => ({ key, term: plain(term, locale), text: plain(text, locale) }));
  });
}

function unique(texts: readonly Text[]): Text[] {
  return [...new Map(texts.map((one) => [`${one.lang} ${one.text}`, one])).values()];
}

/** A record whose keys are in order, whatever the order of the entries. */
function byKey(entries: readonly [string, string][]): Record<string, string> {
  return Object.fromEntries([...entries].sort(([a], [b]) => compared(a, b)));
}
