import type { Locale } from "@archipel/i18n/locales.ts";
import type { Pack } from "../packs/pack.ts";
import { type Rule, relationKinds } from "../packs/rule.ts";
import type { Status, Theme } from "../packs/theme.ts";
import { type Relation, relationOf, shareOf } from "../relations/relation.ts";
import { toleranceOf } from "../relations/tolerance.ts";
import { chooseRules } from "../rules/choose.ts";
import { type Code, type CodeLabel, type CodeLists, codeOf, explained, labelOfCode, labelsOfCodes } from "../rules/codes.ts";
import { type Fields, fieldsOf, textIn } from "../rules/fields.ts";
import { chooseKnown, countsKnown, hiddenIn, hidesPosition } from "../rules/hidden-values.ts";
import { counts, type ReadySource, readySources } from "../rules/ready-theme.ts";
import { isAround } from "./group.ts";
import { type FeatureLabel, labelOf } from "./label.ts";
import { type DocumentFacts, type FeatureReading, type ReadingPart, type SourceReading, statusOf } from "./reading.ts";

/** What all findings of a report share. */
export interface Setting {
  locale: Locale;
  /** The day of the report (ISO): rules are valid on it or not. */
  day: string;
  placeM2: number;
}

/** Features with the same rule, code, name and document, before their sentence is written. */
export interface Draft {
  pack: Pack;
  theme: Theme;
  reading: SourceReading;
  source: ReadySource;
  rule: Rule | null;
  fields: Fields;
  code: Code | null;
  codeLabel: CodeLabel | null;
  label: FeatureLabel | null;
  relation: Relation;
  status: Status;
  document: DocumentFacts | undefined;
  fileUrl: string | undefined;
  lists: CodeLists;
  features: string[];
  featureCount: number;
}

/** The most ids of features that a finding keeps. */
const MAX_FEATURES = 50;

/** The drafts of one layer for a theme: for each feature that concerns the place, one draft for each facet that a rule speaks of. */
export function draftsOf(pack: Pack, theme: Theme, reading: SourceReading, setting: Setting): Draft[] {
  return readDrafts(pack, theme, reading, setting).drafts;
}

/** The same. `hasHidden`: something concerns the place, and the reader does not see all that decides what it means. */
export function readDrafts(pack: Pack, theme: Theme, reading: SourceReading, setting: Setting): { drafts: Draft[]; hasHidden: boolean } {
  const source = readySources(theme).get(reading.source);
  if (!source) return { drafts: [], hasHidden: false };
  let hasHidden = false;
  const lists: CodeLists = reading.codeLists ? [pack.codeLists, reading.codeLists] : [pack.codeLists];
  const toleranceM = toleranceOf(reading.layer);
  const merged = new Map<string, Draft>();
  const labels = new Map<string, CodeLabel | null>();
  const statuses = theme.statuses ? { ...pack.documents.statuses, ...theme.statuses } : pack.documents.statuses;
  for (const feature of [...reading.features].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const fields = fieldsOf(feature.attributes, feature.document?.state);
    const status = statusOf(feature.document, statuses);
    if (status === null) continue;
    const isHidden = hiddenIn(fields, reading.part?.known ?? null);
    const isCounted = isHidden ? countsKnown(source, fields, isHidden) : counts(source, fields);
    if (isCounted === false) continue;
    const relation = positionOf(feature, fields, source, setting.placeM2, { toleranceM, part: reading.part });
    if (!relation) continue;
    if (isCounted === null || feature.isDocumentHidden || (isHidden && hidesPosition(source, fields, isHidden))) {
      hasHidden = true;
      continue;
    }
    const code = codeOf(source.source, fields);
    const codeLabel =
      code && (labels.get(code.value) ?? explained(labelOfCode(lists, code, setting.locale), pack.glosses, code, setting.locale));
    if (code) labels.set(code.value, codeLabel);
    const common = {
      pack,
      theme,
      reading,
      source,
      fields,
      code,
      codeLabel,
      relation,
      status,
      document: feature.document,
      fileUrl: feature.fileUrl,
      lists,
    };
    const known = isHidden ? chooseKnown(source.index, fields, setting.day, isHidden) : null;
    if (known && known.undecided.size > 0) hasHidden = true;
    if (known?.undecided.has("main")) continue;
    const chosen = known?.rules ?? chooseRules(source.index, fields, setting.day);
    // Of a document that no longer applies, nothing is said but that.
    const rules = status === "replaced" || status === "annulled" ? chosen.filter(({ facet }) => facet === "main") : chosen;
    const spoken: (Rule | null)[] = rules.some(({ facet }) => facet === "main") ? rules : [null, ...rules];
    for (const rule of spoken) {
      const own = ownLabel(rule, common, setting.locale);
      // A facet without anything to name says nothing. The main rule always speaks: a hit is never lost for want of a word.
      if (own === null && rule?.labelFrom && rule.facet !== "main") continue;
      const label = own ?? labelOf(source.source, fields, codeLabel, reading.layer.language);
      const features = [feature.id, ...(feature.others ?? [])];
      merge(merged, { ...common, rule, label, features, featureCount: features.length }, setting.placeM2);
    }
  }
  return { drafts: [...merged.values()], hasHidden };
}

function positionOf(
  feature: FeatureReading,
  fields: Fields,
  source: ReadySource,
  placeM2: number,
  { toleranceM, part }: { toleranceM: number; part: ReadingPart | undefined },
): Relation | null {
  const measured = relationOf(feature.figures, source.source, placeM2, toleranceM);
  const relation = measured && part ? relationInPart(measured, feature.figures.shape, part) : measured;
  const isHidden = source.withoutPosition?.every((test) => test(fields)) ?? false;
  return relation && isHidden ? { kind: "commune", toleranceM } : relation;
}

/** What can be said of a shape that may be cut: a part of it is at the place, or near; how much, and how near the rest, is not known. */
function relationInPart(relation: Relation, shape: FeatureReading["figures"]["shape"], { reach }: ReadingPart): Relation | null {
  if (relation.kind === "near") return reach === "around" || shape === "point" ? relation : null;
  return reach === "less" ? { kind: relation.kind, toleranceM: relation.toleranceM } : relation;
}

/** The label that a rule takes from the codes of a field; null when it takes none, or the field has no known code. */
function ownLabel(rule: Rule | null, { fields, lists }: Pick<Draft, "fields" | "lists">, locale: Locale): FeatureLabel | null {
  if (!rule?.labelFrom) return null;
  const joined = textIn(fields, rule.labelFrom.field);
  const labels = joined === null ? null : labelsOfCodes(lists, rule.labelFrom.list, joined, locale);
  return labels && { ...labels, isCut: false };
}

/** Adds a draft to the one that says the same, at the same level. Neighbours without document stay apart: each has its distance. */
function merge(into: Map<string, Draft>, draft: Draft, placeM2: number): void {
  const { rule, code, label, document, relation, fields, source } = draft;
  const around = isAround(relation);
  const own = relation.kind === "near" && !document ? draft.features[0] : "";
  const level = rule?.level;
  const decisive = typeof level === "object" && level !== null && "fromField" in level ? [level.fromField] : [];
  const apart = [...source.source.apart, ...decisive].map((name) => textIn(fields, name));
  const key = [rule?.key, code?.value, label?.text, document?.id, around, own, ...apart].join("\u0000");
  const known = into.get(key);
  if (!known) {
    into.set(key, draft);
    return;
  }
  known.relation = united(known.relation, relation, placeM2);
  known.featureCount += draft.featureCount;
  if (known.features.length < MAX_FEATURES) known.features.push(...draft.features);
}

/** The relation of two features as one. What is surely on the place stays so, whatever the limit of the other. */
function united(a: Relation, b: Relation, placeM2: number): Relation {
  const [first, second] = rankOf(a) <= rankOf(b) ? [a, b] : [b, a];
  const sum = (one: number | undefined, other: number | undefined) =>
    one === undefined && other === undefined ? undefined : (one ?? 0) + (other ?? 0);
  const areaM2 = first.kind === "contains" ? first.areaM2 : sum(first.areaM2, second.areaM2);
  const capped = areaM2 === undefined ? undefined : Math.min(areaM2, placeM2);
  const share = first.share === 1 ? 1 : capped === undefined || placeM2 === 0 ? undefined : shareOf(capped, placeM2);
  const lengthM = sum(first.lengthM, second.lengthM);
  const count = sum(first.count, second.count);
  const distances = [first.distanceM, second.distanceM].filter((one) => one !== undefined);
  return {
    kind: first.kind,
    ...(capped === undefined ? {} : { areaM2: capped }),
    ...(share === undefined ? {} : { share }),
    ...(lengthM === undefined ? {} : { lengthM }),
    ...(count === undefined ? {} : { count }),
    ...(distances.length === 0 ? {} : { distanceM: Math.min(...distances) }),
    toleranceM: Math.max(a.toleranceM, b.toleranceM),
  };
}

const rankOf = ({ kind }: Relation) => relationKinds.indexOf(kind);
