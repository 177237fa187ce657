import { crsOf } from "@archipel/geo/crs.ts";
import { z } from "zod";
import type { Code } from "../../codes.ts";
import type { Place } from "../../finding.ts";
import type { FindingCollector } from "../../finding-collector.ts";
import type { MetadataRecord } from "../../metadata/record.ts";
import type { ExtraRule } from "../extra.ts";
import { type EasementName, type PlanningName, readDocumentName } from "./document-name.ts";

export const cnigMetadataParams = z.strictObject({ type: z.enum(["PLU", "PLUi", "POS", "CC", "PSMV", "SCOT", "SUP"]), year: z.int() });

/**
 * What the CNIG requires of a metadata record beyond the common rules: the standard that is followed, the date of revision, the reference
 * system as a URI, and keywords that repeat the parts of the folder's name. Source: CNIG, Consignes de saisie des métadonnées, 2020-05.
 */
export const cnigMetadataRule: ExtraRule<z.infer<typeof cnigMetadataParams>> = {
  name: "cnig-metadata",
  params: cnigMetadataParams,
  run: ({ delivery, collector }, { type, year }) => ({
    metadata(record, place) {
      if (type !== "SCOT" && record.type !== null && record.type !== "dataset")
        collector.add("CNIG_METADATA_TYPE_INVALID", place, { params: { value: record.type, expected: "dataset" } });
      if (!record.specifications.some(isCnigSpecification))
        collector.add("CNIG_METADATA_SPECIFICATION_NOT_FOUND", place, { params: { type, year: String(year) } });
      if (!record.dateOfLastRevision) collector.add("CNIG_METADATA_DATEOFLASTREVISION_NOT_FOUND", place);
      const fault = referenceSystemFault(record);
      if (fault) collector.add(fault.code, place, fault.params ? { params: fault.params } : {});
      const name = readDocumentName(delivery.name);
      if (name) checkKeywords(record, requiredKeywords(name), place, collector);
    },
  }),
};

function isCnigSpecification({ title, dateType }: MetadataRecord["specifications"][number]): boolean {
  return dateType === "publication" && /^CNIG\s(PLU|PLUi|POS|CC|PSMV|SUP|SCOT)\sv\d{4}$/i.test(title ?? "");
}

/** Reference systems of the IGN register that the national validator knows. */
const IGNF = new Set(["WGS84", "RGF93LAMB93", "WGS84UTM20", "RGFG95UTM22", "RGR92UTM40S", "RGM04UTM38S", "RGSPM06U21"]);

interface Fault {
  code: Code;
  params?: Record<string, string>;
}

function referenceSystemFault({ referenceSystemIdentifier }: MetadataRecord): Fault | null {
  if (!referenceSystemIdentifier) return { code: "CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_NOT_FOUND" };
  const { code, uri } = referenceSystemIdentifier;
  if (!uri) return { code: "CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_URI_NOT_FOUND" };
  const expected = codeOfUri(uri);
  if (!expected) return { code: "CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_URI_UNEXPECTED", params: { value: uri } };
  if (!code) return { code: "CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_CODE_NOT_FOUND" };
  return code === expected ? null : { code: "CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_CODE_INVALID", params: { value: code, expected } };
}

function codeOfUri(uri: string): string | null {
  if (/^https?:\/\/www\.opengis\.net\/def\/crs\/OGC\/1\.3\/CRS84$/.test(uri)) return "CRS:84";
  const epsg = /^https?:\/\/www\.opengis\.net\/def\/crs\/EPSG\/0\/(\d+)$/.exec(uri)?.[1];
  if (epsg) return crsOf(Number(epsg)) ? `EPSG:${epsg}` : null;
  const ignf = /^https?:\/\/registre\.ign\.fr\/ign\/IGNF\/crs\/IGNF\/(\w+)$/.exec(uri)?.[1];
  return ignf && IGNF.has(ignf) ? `IGNF:${ignf}` : null;
}

/** A keyword that repeats a part of the folder's name. */
export interface RequiredKeyword {
  name: string;
  thesaurus: string;
  /** Matches the thesaurus as records write it, with any year and any apostrophe. */
  pattern: RegExp;
  expected: string;
}

const TYPES = { thesaurus: "Types de documents d’urbanisme", pattern: /^types de documents d.urbanisme$/i };
const EASEMENTS = { thesaurus: "nomenclature nationale des SUP", pattern: /^nomenclature nationale des SUP$/i };
const SIREN = { thesaurus: "Répertoire SIRENE", pattern: /^répertoire sirene$/i };
const COG = {
  thesaurus: "Code officiel géographique au 1er janvier 20XX",
  pattern: /^code officiel géographique au 1er janvier 20[0-9]{2}$/i,
};
const PART = { thesaurus: "Sous-code de documents d’urbanisme", pattern: /^sous-code de documents d.urbanisme$/i };

/** The keywords that a record must have so that the folder's name can be derived from it. */
export function requiredKeywords(name: PlanningName | EasementName): RequiredKeyword[] {
  if (name.kind === "easement") {
    return [
      { name: "CATEGORIE_SUP", ...EASEMENTS, expected: name.category },
      { name: "SIREN_GESTIONNAIRE", ...SIREN, expected: name.manager },
      { name: "EMPRISE", ...COG, expected: name.territory },
    ];
  }
  const type = name.type.toUpperCase();
  const keywords: RequiredKeyword[] = [{ name: "TYPE_DOC", ...TYPES, expected: type }];
  if (type === "SCOT") keywords.push({ name: "SIREN_GESTIONNAIRE", ...SIREN, expected: name.territory });
  else keywords.push({ name: "EMPRISE", ...(type === "PLUI" ? SIREN : COG), expected: name.territory });
  if (name.part) keywords.push({ name: "CodeDU", ...PART, expected: name.part });
  return keywords;
}

function checkKeywords(
  { keywords }: MetadataRecord,
  required: readonly RequiredKeyword[],
  place: Place,
  collector: FindingCollector,
): void {
  for (const { name, thesaurus, pattern, expected } of required) {
    const group = keywords.find(({ thesaurusName }) => thesaurusName !== null && pattern.test(thesaurusName));
    const [value = ""] = group?.keywords ?? [];
    if (!group) collector.add("CNIG_METADATA_KEYWORD_NOT_FOUND", place, { params: { name, thesaurus, expected } });
    else if (value.toUpperCase() !== expected.toUpperCase())
      collector.add("CNIG_METADATA_KEYWORD_INVALID", place, { params: { name, value, expected } });
  }
}
