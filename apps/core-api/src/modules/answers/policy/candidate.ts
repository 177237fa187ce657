import type { LayerFacts } from "@archipel/answers/packs/source.ts";
import { type AnswerDocument, answerDocument } from "@archipel/contracts/answers.ts";
import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { z } from "zod";
import { jsonDigest } from "../../../kernel/json-digest.ts";
import { bboxOf } from "../../../kernel/stored-bbox.ts";
import { fieldsThrough, type Lens } from "../../../layer-store/lens/lens.ts";
import type { CandidateRow } from "../queries/candidates.ts";

/** A layer of the portal that the caller may see, and that declares something for reports. `fields` are the visible ones. */
export interface Candidate {
  /** Set when the caller sees it through grants only: `fields` and `bbox` are then those of the part. */
  lens: Lens | null;
  id: string;
  datasetId: string;
  title: string;
  language: string;
  titleLang: string;
  tableName: string;
  srid: number;
  fields: readonly LayerField[];
  bbox: Bbox | null;
  facts: LayerFacts;
  /** Changes with all that a report takes from the layer. */
  version: string;
  isRestricted: boolean;
  imported: string;
  captured: string | undefined;
  accuracyM: number | undefined;
  scaleDenominator: number | undefined;
  staleAfterDays: number | undefined;
  producer: string | undefined;
  coverage: CandidateRow["coverage"];
  communes: readonly string[];
  documents: readonly AnswerDocument[];
}

export const fieldsSchema = z.array(layerField);
const documentsSchema = z.array(answerDocument);

/** A layer that the caller reads whole. */
export function candidateOf(row: CandidateRow): Candidate {
  const moment = Math.max(row.updatedAt.getTime(), row.declaredAt.getTime());
  return { ...declaredBy(row, null), version: `${row.revision}-${moment.toString(36)}` };
}

/**
 * A layer that the caller reads through grants.
 *
 * @param seen the revision of what the lens shows: other numbers and moments of the layer tell of the rest of it
 */
export function partCandidate(row: CandidateRow, lens: Lens, seen: number): Candidate {
  const declared = declaredBy(row, lens);
  const about = jsonDigest(declared).toString("base64url").slice(0, 8);
  return { ...declared, version: `${seen.toString(36)}-${lens.hash}-${about}` };
}

function declaredBy(row: CandidateRow, lens: Lens | null): Omit<Candidate, "version"> {
  const fields = fieldsSchema.parse(row.fields).filter((field) => !field.isHidden);
  return {
    lens,
    id: row.id,
    datasetId: row.datasetId,
    title: row.title,
    language: row.language,
    titleLang: row.titleLang,
    tableName: row.tableName,
    srid: row.srid,
    fields: lens ? fieldsThrough(fields, lens) : fields,
    bbox: bboxOf(lens?.bbox ? [...lens.bbox] : row.bbox),
    facts: { model: row.model, table: row.standardTable, tags: row.tags },
    isRestricted: !row.isPublic || lens !== null,
    imported: row.imported,
    captured: row.captured ?? undefined,
    accuracyM: row.accuracyM ?? undefined,
    scaleDenominator: row.scaleDenominator ?? undefined,
    staleAfterDays: row.staleAfterDays ?? undefined,
    producer: row.producer === "" ? undefined : row.producer,
    coverage: row.coverage,
    communes: row.communes,
    documents: documentsSchema.parse(row.documents),
  };
}

/** The visible field of one of these names, in the order of the names. Standards and tables write names in either case. */
export function fieldNamed({ fields }: Pick<Candidate, "fields">, names: readonly string[]): LayerField | null {
  for (const name of names) {
    const found = fields.find((field) => field.name.toLowerCase() === name.toLowerCase());
    if (found) return found;
  }
  return null;
}
