import { isContentLanguage } from "@archipel/contracts/dataset-translations.ts";
import {
  type DatasetChanges,
  type DatasetContact,
  datasetChanges,
  type licences,
  type topics,
  updateFrequencies,
} from "@archipel/contracts/datasets.ts";
import type { UploadRecord } from "@archipel/contracts/uploads.ts";
import type { MetadataContact, MetadataRecord } from "@archipel/validation/metadata/record.ts";
import { isMetadataDate } from "@archipel/validation/rules/metadata.ts";

/**
 * The dataset record that a metadata record proposes. A part that our own record would refuse (such as an invalid address) is left out; the
 * rest is kept.
 */
export function datasetRecordOf(found: MetadataRecord): { record: DatasetChanges; bbox: UploadRecord["bbox"] } {
  const limits = constraintsOf(found);
  const keywords = keywordsOf(found);
  const wanted: Record<keyof DatasetChanges, unknown> = {
    title: cut(found.title, 200),
    abstract: cut(found.abstract, 5_000),
    language: languageOf(found.language),
    keywords,
    topic: topicOf(found.topicCategory, keywords),
    licence: licenceOf(limits),
    constraints: cut(limits, 5_000),
    contactName: cut(found.contact?.organisationName, 200),
    contactEmail: cut(found.contact?.electronicMailAddress, 254),
    contacts: contactsOf(found),
    updateFrequency: frequencyOf(found.updateFrequency),
    lineage: cut(found.lineage, 5_000),
    identifier: cut(found.identifiers.find(Boolean) ?? found.fileIdentifier, 300),
    scale: firstNumber(found.spatialResolutions.map(({ denominator }) => denominator)),
    resolution: firstNumber(found.spatialResolutions.map(({ distance }) => distance)),
    producedOn: dayOf(found.dateOfCreation),
    revisedOn: dayOf(found.dateOfLastRevision ?? found.dateOfPublication),
    isSynthetic: undefined,
    visibility: undefined,
    isShared: undefined,
  };
  const kept = Object.entries(wanted).filter(([name, value]) => {
    if (value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)) return false;
    return datasetChanges.safeParse({ [name]: value }).success;
  });
  return { record: datasetChanges.parse(Object.fromEntries(kept)), bbox: boxOf(found) };
}

const cut = (text: string | null | undefined, length: number) => text?.trim().slice(0, length).trim() || undefined;

/** Keywords of all groups, each once, INSPIRE themes included. */
/** `fre`, `fra` or `fr` as `fr`; nothing for a language that texts cannot be written in. */
function languageOf(code: string | null): string | undefined {
  try {
    const language = code === null ? undefined : new Intl.Locale(code.trim()).language;
    return language !== undefined && isContentLanguage(language) ? language : undefined;
  } catch {
    return undefined;
  }
}

function keywordsOf({ keywords }: MetadataRecord): string[] {
  const words = new Map<string, string>();
  for (const word of keywords.flatMap((group) => group.keywords)) {
    const short = word.trim();
    if (short !== "" && short.length <= 60 && !words.has(short.toLowerCase())) words.set(short.toLowerCase(), short);
  }
  return [...words.values()].slice(0, 30);
}

const TOPICS: Readonly<Record<string, (typeof topics)[number]>> = {
  planningCadastre: "planning",
  elevation: "elevation",
  boundaries: "boundaries",
  structure: "buildings",
  transportation: "transport",
  environment: "environment",
  biota: "environment",
  inlandWaters: "environment",
  oceans: "environment",
  utilitiesCommunication: "utilities",
};

/** ISO 19115 has no category for hazards, so keywords identify them. */
function topicOf(category: string | null, keywords: readonly string[]): (typeof topics)[number] | undefined {
  if (keywords.some((word) => /risque|inond|al[ée]a\b|hazard/i.test(word))) return "hazards";
  return TOPICS[category ?? ""];
}

const LICENCES: readonly [RegExp, (typeof licences)[number]][] = [
  [/licence[- ]ouverte|open[- ]licen[cs]e|etalab/i, "etalab-2.0"],
  [/\bodbl\b|open database licen[cs]e/i, "odbl-1.0"],
  [/\bcc[- ]?0\b|publicdomain\/zero/i, "cc0-1.0"],
  [/\bcc[- ]by\b(?![- ](?:nc|nd|sa))|creativecommons\.org\/licenses\/by\//i, "cc-by-4.0"],
];

function licenceOf(text: string): (typeof licences)[number] | undefined {
  return LICENCES.find(([pattern]) => pattern.test(text))?.[1];
}

function constraintsOf({ constraints }: MetadataRecord): string {
  const texts = constraints.flatMap(({ useLimitations, otherConstraints }) => [...useLimitations, ...otherConstraints]);
  return [...new Set(texts.map((text) => text.trim()).filter(Boolean))].join("\n");
}

function contactsOf({ contacts, metadataContact }: MetadataRecord): DatasetContact[] {
  const all = [...contacts, ...(metadataContact ? [{ ...metadataContact, role: "metadataContact" }] : [])];
  const seen = new Map<string, DatasetContact>();
  for (const one of all) {
    const contact = contactOf(one);
    const key = `${contact?.name} ${contact?.email}`.toLowerCase();
    if (contact && !seen.has(key)) seen.set(key, contact);
  }
  return [...seen.values()].slice(0, 20);
}

function contactOf({ organisationName, electronicMailAddress, role }: MetadataContact): DatasetContact | null {
  const name = cut(organisationName, 200)?.replace(/\s+/g, " ");
  const email = cut(electronicMailAddress, 254) ?? "";
  if (!name) return null;
  const isAddress = datasetChanges.safeParse({ contactEmail: email }).success;
  return { name, email: isAddress ? email : "", role: cut(role, 60) ?? "" };
}

const FREQUENCIES: Readonly<Record<string, (typeof updateFrequencies)[number]>> = { asNeeded: "irregular", fortnightly: "weekly" };

function frequencyOf(code: string | null): (typeof updateFrequencies)[number] | undefined {
  return updateFrequencies.find((frequency) => frequency === code) ?? FREQUENCIES[code ?? ""];
}

function firstNumber(written: readonly (string | null)[]): number | undefined {
  return written.map(Number).find((number) => Number.isFinite(number) && number > 0);
}

function dayOf(written: string | null): string | undefined {
  return written !== null && isMetadataDate(written) ? written.slice(0, 10) : undefined;
}

/** The box around all extents; null when no extent is in degrees. */
function boxOf({ extents }: MetadataRecord): UploadRecord["bbox"] {
  const boxes = extents.flatMap(({ boundingBox }) => (boundingBox ? [boundingBox] : []));
  const degrees = boxes.filter(([w, s, e, n]) => Math.abs(w) <= 180 && Math.abs(e) <= 180 && Math.abs(s) <= 90 && Math.abs(n) <= 90);
  if (degrees.length === 0) return null;
  return [
    Math.min(...degrees.map(([w, , e]) => Math.min(w, e))),
    Math.min(...degrees.map(([, s, , n]) => Math.min(s, n))),
    Math.max(...degrees.map(([w, , e]) => Math.max(w, e))),
    Math.max(...degrees.map(([, s, , n]) => Math.max(s, n))),
  ];
}
