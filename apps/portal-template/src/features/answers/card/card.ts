import { type Group, groupOf, isAround } from "@archipel/answers/report/group.ts";
import type { Finding, Report, ThemeAnswer } from "@archipel/answers/report/report.ts";
import { strongestFirst } from "@archipel/answers/report/strength.ts";

export type Level = Finding["level"];
export type Question = ThemeAnswer["question"];
export type Text = NonNullable<ThemeAnswer["sentence"]>;

/** A finding with its name in the page. */
export interface CardFinding {
  readonly id: string;
  readonly finding: Finding;
}

/** A theme as one section of the card shows it: with the findings that belong there. */
export interface CardTheme {
  readonly theme: ThemeAnswer;
  readonly findings: readonly CardFinding[];
  /** Lesser cases, which are behind a button. */
  readonly scenarios: readonly CardFinding[];
  /** Its documents that no theme before it has shown. */
  readonly documents: ThemeAnswer["documents"];
  /** The highest level of these findings. */
  readonly level: Level;
  /** Findings that the report leaves out. */
  readonly more: number;
  /** The section is that of the theme's list: what is said of the whole theme is said here. */
  readonly isHome: boolean;
}

/** The short answer to a question of the portal. */
export type Lead =
  /** What limits building most, over all themes, and who can answer. */
  | { readonly kind: "limit"; readonly question: "build"; readonly limit: NonNullable<Report["limit"]> }
  /** The house must be chosen first. `inCommune`: what the municipality has, so that the visitor knows why. */
  | { readonly kind: "touch"; readonly question: Question; readonly inCommune: readonly Text[] }
  /** What the question's first theme says: its sentences, or why it has none. */
  | { readonly kind: "sentences"; readonly question: Question; readonly texts: readonly Text[] }
  /** The highest level, and the themes that have it. */
  | {
      readonly kind: "strongest";
      readonly question: Question;
      readonly level: Exclude<Level, null>;
      readonly themes: readonly Text[];
      readonly near: readonly Text[];
    }
  /** Nothing on the place. `unknown`: themes that could not be answered. `near`: strong dangers beside it. */
  | {
      readonly kind: "nothing";
      readonly question: Question;
      readonly checked: number;
      readonly unknown: number;
      readonly near: readonly Text[];
    };

export interface Source {
  readonly layer: string;
  readonly title: string;
  readonly lang: string | undefined;
  readonly producer: string | undefined;
  readonly producerLang: string | undefined;
  readonly captured: string | undefined;
  readonly imported: string;
  readonly scaleDenominator: number | undefined;
  readonly isOutdated: boolean;
}

/** A report in the order in which people read it. */
export interface Card {
  readonly leads: readonly Lead[];
  /** Findings on the place or at its limit, by level, the highest first. */
  readonly counts: readonly { readonly question: Question; readonly level: Level; readonly count: number }[];
  readonly onPlace: readonly CardTheme[];
  readonly around: readonly CardTheme[];
  readonly unsure: readonly CardTheme[];
  readonly underWay: readonly CardTheme[];
  readonly notConcerned: readonly ThemeAnswer[];
  readonly noData: readonly ThemeAnswer[];
  readonly notChecked: readonly ThemeAnswer[];
  readonly sources: readonly Source[];
  /** No theme could be answered, and the place is in no commune of the portal. */
  readonly isOutside: boolean;
  /** The place is known too roughly for some themes: the visitor should choose the land. */
  readonly isVague: boolean;
}

/** Puts a report in the order of the card. Nothing is left out: each finding is in one section, each theme without findings in one list. */
export function cardOf(report: Report): Card {
  const said = new Set<string>();
  const section = (list: ThemeAnswer["list"], groups: (theme: ThemeAnswer) => readonly Group[]) =>
    report.themes.flatMap((theme) => {
      const shown = cardTheme(theme, list, groups(theme), said);
      return shown ? [shown] : [];
    });
  const listed = (list: ThemeAnswer["list"]) => report.themes.filter((theme) => theme.list === list);
  // A limit that passes beside a finding that is sure is shown with it, marked; alone, it makes the theme uncertain.
  const onPlace = strongest(section("onPlace", ({ list }) => (list === "onPlace" ? ["sure", "border"] : [])));
  const around = section("around", () => ["around"]);
  const unsure = strongest(section("unsure", ({ list }) => (list === "onPlace" ? [] : ["border"])));
  const underWay = section("underWay", () => ["planned"]);
  const [notConcerned, noData, notChecked] = [listed("notConcerned"), listed("noData"), listed("notChecked")];
  const isOutside = report.place.commune.insee === "" && report.themes.every(({ state }) => state === "noData");
  return {
    leads: isOutside ? [] : leadsOf(report, [...onPlace, ...unsure], around),
    counts: countsOf([...onPlace, ...unsure]),
    onPlace,
    around,
    unsure,
    underWay,
    notConcerned,
    noData,
    notChecked,
    sources: sourcesOf(report),
    isOutside,
    isVague: report.themes.some(({ reason }) => reason === "placeTooVague"),
  };
}

function cardTheme(theme: ThemeAnswer, list: ThemeAnswer["list"], groups: readonly Group[], said: Set<string>): CardTheme | null {
  const named = (findings: readonly Finding[], kind: string) =>
    findings
      .map((finding, index) => ({ id: `${theme.pack}-${theme.theme}-${kind}${index + 1}`.replaceAll(".", "-"), finding }))
      .filter(({ finding }) => groups.includes(groupOf(finding)));
  const findings = named(theme.findings, "");
  if (findings.length === 0) return null;
  const scenarios = named(theme.scenarios, "s");
  const used = new Set([...findings, ...scenarios].map(({ finding }) => finding.document));
  const documents = theme.documents.filter(({ id, line, title }) => used.has(id) && !said.has(line?.text ?? title));
  for (const { line, title } of documents) said.add(line?.text ?? title);
  return {
    theme,
    findings,
    scenarios,
    documents,
    level: highest(findings.map(({ finding }) => finding.level)),
    more: list === "around" ? theme.more : 0,
    isHome: theme.list === list,
  };
}

const weight = (level: Level) => level ?? -1;

function highest(levels: readonly Level[]): Level {
  return levels.reduce<Level>((high, level) => (weight(level) > weight(high) ? level : high), null);
}

const QUESTIONS: readonly Question[] = ["build", "risk", "see"];

function strongest(themes: readonly CardTheme[]): CardTheme[] {
  const ranked = themes.map((one) => ({ one, findings: one.findings.map(({ finding }) => finding) }));
  return strongestFirst(ranked).map(({ one }) => one);
}

function leadsOf(report: Report, here: readonly CardTheme[], around: readonly CardTheme[]): Lead[] {
  const { themes, limit, inCommune = [] } = report;
  const vague = themes.filter(({ reason }) => reason === "placeTooVague");
  // What was not verified is never counted as nothing known.
  if (vague[0]) return [{ kind: "touch", question: vague.some(({ question }) => question === "risk") ? "risk" : "build", inCommune }];
  const isLimited = limit !== undefined && limit.how !== "allowed";
  const limits: Lead[] = isLimited ? [{ kind: "limit", question: "build", limit }] : [];
  return [...limits, ...QUESTIONS.flatMap((question) => leadOf(question, report, here, around))];
}

function leadOf(question: Question, { themes, limit }: Report, all: readonly CardTheme[], around: readonly CardTheme[]): Lead[] {
  const asked = themes.filter((theme) => theme.question === question);
  if (asked.length === 0) return [];
  if (question === "build") {
    // Easements alone do not say what may be built.
    const zone = asked.find(({ family }) => family === "zone");
    const texts = zone ? sentencesOf(zone).filter(({ text }) => text !== limit?.sentence.text || limit.how === "allowed") : [];
    return texts.length === 0 ? [] : [{ kind: "sentences", question, texts }];
  }
  const here = all.filter(({ theme }) => theme.question === question);
  const near = nearOf(around.filter(({ theme }) => theme.question === question));
  const level = highest(here.map((one) => one.level));
  if (level !== null && level > 0) {
    return [
      { kind: "strongest", question, level, themes: here.filter((one) => one.level === level).map(({ theme }) => nameOf(theme)), near },
    ];
  }
  const unknown = asked.filter(({ state }) => state === "noData" || state === "notChecked").length;
  return [{ kind: "nothing", question, checked: asked.length - unknown, unknown, near }];
}

/** Floods are named with their deepest water. */
function nameOf({ flood, title }: ThemeAnswer): Text {
  return flood ? { ...flood.sentence, text: flood.sentence.text.replace(/\.$/, "") } : title;
}

/** What is so near that the short answer names it: a neighbour's red zone is no news from afar. */
const NEAR_M = 50;
const MOST_NEAR = 2;

function nearOf(around: readonly CardTheme[]): Text[] {
  const strong = around.flatMap(({ theme, findings }) => {
    const [first] = findings
      .map(({ finding }) => finding)
      .filter(({ relation, level }) => relation.kind === "near" && (relation.distanceM ?? NEAR_M) < NEAR_M && (level ?? 0) >= 3)
      .sort((a, b) => (a.relation.distanceM ?? 0) - (b.relation.distanceM ?? 0));
    return first ? [{ text: theme.flood?.sentence ?? first.sentence, distanceM: first.relation.distanceM ?? 0 }] : [];
  });
  return strong
    .sort((a, b) => a.distanceM - b.distanceM)
    .slice(0, MOST_NEAR)
    .map(({ text }) => text);
}

/** What the first theme says: the sentences of its first group, or the one of its state. */
function sentencesOf({ findings, sentence, title }: ThemeAnswer): Text[] {
  const [first] = findings;
  if (!first) return [sentence ?? title];
  return findings.filter((one) => one.facet === "main" && groupOf(one) === groupOf(first)).map((one) => one.sentence);
}

function countsOf(themes: readonly CardTheme[]): Card["counts"] {
  const counts = new Map<string, Card["counts"][number]>();
  for (const { theme, findings } of themes) {
    for (const { finding } of findings) {
      const key = `${theme.question} ${finding.level}`;
      const count = (counts.get(key)?.count ?? 0) + 1;
      counts.set(key, { question: theme.question, level: finding.level, count });
    }
  }
  return [...counts.values()].sort(
    (a, b) => QUESTIONS.indexOf(a.question) - QUESTIONS.indexOf(b.question) || weight(b.level) - weight(a.level),
  );
}

/** The layers that were read, each once, by title. */
function sourcesOf({ themes, locale }: Report): Source[] {
  const sources = new Map<string, Source>();
  for (const { layer, title, lang, producer, producerLang, captured, imported, scaleDenominator, isOutdated } of themes.flatMap(
    (theme) => theme.sources,
  )) {
    sources.set(layer, { layer, title, lang, producer, producerLang, captured, imported, scaleDenominator, isOutdated });
  }
  return [...sources.values()].sort((a, b) => a.title.localeCompare(b.title, locale));
}

/** A layer that the reader knows in part, and who can give more of it. */
export interface PartialSource {
  readonly layer: string;
  readonly title: string;
  readonly lang: string | undefined;
  readonly owner: string;
  readonly url: string | null;
}

/** The layers of which the reader knows a part, each once, by title. */
export function partialSourcesOf({ themes, locale }: Pick<Report, "themes" | "locale">): PartialSource[] {
  const sources = new Map<string, PartialSource>();
  for (const { layer, title, lang, part } of themes.flatMap((theme) => theme.sources)) {
    if (part) sources.set(layer, { layer, title, lang, owner: part.ask.owner, url: part.ask.url });
  }
  return [...sources.values()].sort((a, b) => a.title.localeCompare(b.title, locale));
}

/** Themes that say the same, in the order of the first of each. */
export function groupsOfSilent(
  themes: readonly ThemeAnswer[],
): { readonly sentence: Text | null; readonly themes: readonly ThemeAnswer[] }[] {
  const groups = new Map<string, { sentence: Text | null; themes: ThemeAnswer[] }>();
  for (const theme of themes) {
    const key = theme.sentence?.text ?? "";
    const group = groups.get(key) ?? { sentence: theme.sentence, themes: [] };
    group.themes.push(theme);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The features of each finding, to find one from the other on the map. */
export function featuresOf(
  card: Pick<Card, "onPlace" | "unsure" | "around" | "underWay">,
): { readonly id: string; readonly layer: string; readonly features: readonly string[] }[] {
  return [...card.onPlace, ...card.unsure, ...card.around, ...card.underWay].flatMap(({ findings }) =>
    findings.map(({ id, finding: { layer, features: found } }) => ({ id, layer, features: found })),
  );
}

/** The floods of a theme as its section shows them: those beside the place are in another section than those on it. */
export function floodIn({ theme: { flood }, findings }: CardTheme) {
  const [one] = findings;
  if (!flood || !one) return null;
  const isBeside = isAround(one.finding.relation);
  const tables = flood.tables.filter(({ rows }) => (rows[0]?.distanceM !== undefined) === isBeside);
  const sentence = { lang: flood.sentence.lang, text: tables.map((table) => table.sentence.text).join(" ") };
  return tables.length === 0 ? null : { one, sentence, tables };
}
