import { type AnswerDocument, type LayerAnswers, layerAnswers } from "@archipel/contracts/answers.ts";
import { decimalOf } from "@archipel/contracts/decimal.ts";

/** A document in the form: empty texts are left out. */
export interface DocumentDraft {
  id: string;
  title: string;
  state: string;
  approved: string;
  validUntil: string;
  url: string;
  authority: string;
  mail: string;
  /** Files of the dataset: its rules, and its other written pieces. They come with a delivery, and the form can only let go of them. */
  file?: string | undefined;
  pieces?: readonly string[] | undefined;
}

/** A declaration in the form. */
export interface DeclaredDraft {
  model: string;
  table: string;
  tags: readonly string[];
  coverage: LayerAnswers["coverage"]["kind"];
  communes: string;
  area: readonly (readonly (readonly [number, number])[])[] | null;
  accuracy: string;
  scale: string;
  captured: string;
  staleAfter: string;
  documents: readonly DocumentDraft[];
}

export const NEW_DOCUMENT: DocumentDraft = { id: "", title: "", state: "", approved: "", validUntil: "", url: "", authority: "", mail: "" };

const NOTHING: DeclaredDraft = {
  model: "",
  table: "",
  tags: [],
  coverage: "undeclared",
  communes: "",
  area: null,
  accuracy: "",
  scale: "",
  captured: "",
  staleAfter: "",
  documents: [],
};

export function declaredDraft(declared: LayerAnswers | null): DeclaredDraft {
  if (!declared) return NOTHING;
  const { standard, tags, coverage, accuracyM, scaleDenominator, captured, staleAfterDays, documents } = declared;
  return {
    model: standard?.model ?? "",
    table: standard?.table ?? "",
    tags,
    coverage: coverage.kind,
    communes: coverage.kind === "communes" ? coverage.codes.join(" ") : "",
    area: coverage.kind === "area" ? coverage.geometry.coordinates : null,
    accuracy: textOf(accuracyM),
    scale: textOf(scaleDenominator),
    captured: captured ?? "",
    staleAfter: textOf(staleAfterDays),
    documents: documents.map(documentDraft),
  };
}

const textOf = (value: number | null) => (value === null ? "" : String(value));

function documentDraft({ id, title, state, approved = "", validUntil = "", url = "", authority, ...files }: AnswerDocument): DocumentDraft {
  const of = { id: id ?? "", title, state: state ?? "", approved, validUntil, url, ...files };
  return { ...of, authority: authority?.name ?? "", mail: authority?.mail ?? "" };
}

/** The inputs of the form that can be wrong; documents by their number from 0. */
export type DeclaredFault = "table" | "communes" | "area" | "accuracy" | "scale" | "captured" | "staleAfter" | `documents.${number}`;

/** The declaration of a draft, or the inputs that are wrong. */
export function declaredOf(draft: DeclaredDraft): { declared: LayerAnswers; faults: [] } | { declared: null; faults: DeclaredFault[] } {
  const { model, table, tags, captured, documents } = draft;
  const hasHalfStandard = (model.trim() === "") !== (table.trim() === "");
  const parsed = layerAnswers.safeParse({
    standard: model.trim() === "" && table.trim() === "" ? null : { model: model.trim(), table: table.trim() },
    tags,
    coverage: coverageOf(draft),
    accuracyM: numberOf(draft.accuracy),
    scaleDenominator: numberOf(draft.scale.replace(/^\s*1\s*[/:]/, "")),
    captured: captured === "" ? null : captured,
    staleAfterDays: numberOf(draft.staleAfter),
    documents: documents.map(documentOf),
  });
  if (parsed.success) return { declared: parsed.data, faults: [] };
  const faults = parsed.error.issues.map(({ path: [part, index] }) => faultOf(String(part), index, draft.coverage));
  return { declared: null, faults: [...new Set([...faults, ...(hasHalfStandard ? ["table" as const] : [])])] };
}

function coverageOf({ coverage, communes, area }: DeclaredDraft) {
  if (coverage === "communes")
    return {
      kind: coverage,
      codes: communes
        .toUpperCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    };
  if (coverage === "area") return { kind: coverage, geometry: { type: "Polygon", coordinates: area ?? [] } };
  return { kind: coverage };
}

/** Null for an empty text; NaN, which no rule accepts, for one that is no number. */
function numberOf(text: string): number | null {
  return text.trim() === "" ? null : (decimalOf(text.replaceAll(/\s/g, "").replace(",", ".")) ?? Number.NaN);
}

function documentOf({ id, title, state, approved, validUntil, url, authority, mail, file, pieces }: DocumentDraft) {
  return {
    id: id.trim() === "" ? null : id.trim(),
    title,
    state: state.trim() === "" ? null : state.trim(),
    ...(approved && { approved }),
    ...(validUntil && { validUntil }),
    ...(url.trim() && { url: url.trim() }),
    ...(file && { file }),
    ...(pieces && pieces.length > 0 && { pieces }),
    ...((authority.trim() || mail.trim()) && { authority: { name: authority, ...(mail.trim() && { mail: mail.trim() }) } }),
  };
}

function faultOf(part: string, index: PropertyKey | undefined, coverage: DeclaredDraft["coverage"]): DeclaredFault {
  if (part === "coverage") return coverage === "area" ? "area" : "communes";
  if (part === "documents") return `documents.${Number(index)}`;
  const names: Readonly<Record<string, DeclaredFault>> = {
    standard: "table",
    tags: "table",
    accuracyM: "accuracy",
    scaleDenominator: "scale",
    captured: "captured",
    staleAfterDays: "staleAfter",
  };
  return names[part] ?? "table";
}
