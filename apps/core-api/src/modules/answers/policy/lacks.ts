import type { Pack } from "@archipel/answers/packs/pack.ts";
import { isSource, type SourceRequirement } from "@archipel/answers/packs/source.ts";
import type { AnswerLack, LayerAnswers } from "@archipel/contracts/answers.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { COMMUNE_CODE_FIELDS } from "../../../layer-store/describe/commune-code.ts";

/** Tags of layers that are places, and speak for no theme. */
const PLACE_TAGS: readonly string[] = ["parcels", "communes"];

/** The sources of the packs that a layer speaks for. */
function sourcesOf(packs: readonly Pack[], { standard, tags }: Pick<LayerAnswers, "standard" | "tags">): SourceRequirement[] {
  const facts = { model: standard?.model ?? null, table: standard?.table ?? null, tags };
  return packs.flatMap(({ themes }) => themes.flatMap(({ sources }) => sources.filter((source) => isSource(source, facts))));
}

/** What a declared layer lacks to answer well, and the columns that the rules read and the layer does not have. */
export function lacksOf(
  packs: readonly Pack[],
  fields: readonly LayerField[],
  declared: LayerAnswers,
  day: string,
): { lacks: AnswerLack[]; missingFields: string[] } {
  const sources = sourcesOf(packs, declared);
  const has = new Set(fields.filter(({ isHidden }) => !isHidden).map(({ name }) => name.toLowerCase()));
  const isEasement = /_ASSIETTE_SUP_/i.test(declared.standard?.table ?? "");
  // The name of a table of easements gives their category.
  const needed = sources.flatMap(fieldsOf).filter(({ name }) => !(isEasement && name === "CATEGORIE"));
  const absent = needed.filter(({ name, others }) => ![name, ...others].some((one) => has.has(one.toLowerCase())));
  const missingFields = [...new Set(absent.map(({ name }) => name))];
  const isPlace = declared.tags.some((tag) => PLACE_TAGS.includes(tag));
  const known: Record<AnswerLack, boolean> = {
    noRole: sources.length > 0 || isPlace,
    coverage: declared.coverage.kind !== "undeclared",
    documents: declared.documents.length > 0 || !sources.some(({ link }) => link === "plan-document" || link === "risk-procedure"),
    fields: missingFields.length === 0,
    captured: declared.captured !== null,
    accuracy: declared.accuracyM !== null || declared.scaleDenominator !== null || sources.length === 0,
    stale: !isStale(declared, day),
  };
  const lacks = (["noRole", "coverage", "fields", "documents", "captured", "accuracy", "stale"] as const).filter((lack) => !known[lack]);
  return { lacks, missingFields };
}

/** The columns without which a source cannot be read: its code, and the code of the commune. `others`: names that are as good. */
function fieldsOf({ code, place }: SourceRequirement): { name: string; others: readonly string[] }[] {
  // A subtype may be absent: its family then speaks.
  const ofCode = (code?.fields.slice(0, 1) ?? []).map((name) => ({ name, others: [] }));
  return place.on === "communeCode" ? [...ofCode, { name: place.field, others: COMMUNE_CODE_FIELDS }] : ofCode;
}

const DAY_MS = 86_400_000;

function isStale({ captured, staleAfterDays }: LayerAnswers, day: string): boolean {
  if (captured === null || staleAfterDays === null) return false;
  return Date.parse(day) - Date.parse(captured) > staleAfterDays * DAY_MS;
}
