import type { ImportChoice } from "@archipel/contracts/imports.ts";
import type { FoundCrs as ToldCrs } from "@archipel/contracts/uploads.ts";
import type { FoundCrs, InspectedLayer, Inspection } from "@archipel/gdal/model.ts";
import { canonicalSrid, crsOf } from "@archipel/geo/crs.ts";
import { JobFailedError } from "../../../kernel/jobs/handler.ts";
import { type MatchedColumns, matchColumns } from "../../../layer-store/compare/rules/match-columns.ts";
import type { EditedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { sourceKey } from "../../deliveries/uploads/policy/source.ts";

/** A layer of the file, and how its columns match those of the edited layer. */
export interface Source {
  key: string;
  found: InspectedLayer;
  columns: MatchedColumns;
}

/** Findings about a file that holds rows which cannot be read. */
const BROKEN: ReadonlySet<string> = new Set(["unreadable", "json-broken", "incomplete", "part-missing", "feature-too-large"]);

/** @throws JobFailedError with the reason, when the file has no rows that we can read */
export function sourcesOf(inspection: Inspection, layer: EditedLayer, locked: readonly string[]): Source[] {
  const sources = inspection.layers.map((found) => ({
    key: sourceKey(found.source),
    found,
    columns: matchColumns(found.fields, layer.spec.fields, locked, found.source.format),
  }));
  if (sources.length > 0) return sources;
  const finding = inspection.findings.find(({ severity }) => severity === "error");
  const detail = String(finding?.params.detail ?? finding?.params.reason ?? "").slice(0, 200);
  if (finding?.rule === "unsupported" || finding?.rule === "mislabelled")
    throw new JobFailedError("import-unsupported", { seems: String(finding.params.seems ?? "") });
  if (finding?.rule === "archive-refused") throw new JobFailedError("import-archive-refused", { detail });
  throw new JobFailedError(finding && BROKEN.has(finding.rule) ? "import-unreadable" : "import-empty", { detail });
}

/** The chosen layer of the file, else the one named like the edited layer, else the one with most of its columns. */
export function chosenSource(sources: readonly Source[], choice: ImportChoice, layer: EditedLayer): Source {
  const names = new Set([layer.name, layer.name.replaceAll("-", "_"), layer.title].map((name) => name.toLowerCase()));
  const likeliest = [...sources].sort((a, b) => b.columns.compared.length - a.columns.compared.length)[0];
  const source =
    sources.find(({ key }) => key === choice.source) ?? sources.find(({ found }) => names.has(found.name.toLowerCase())) ?? likeliest;
  if (!source) throw new JobFailedError("import-empty");
  return source;
}

/**
 * The CRS in use: chosen, found, most likely, else that of the layer. The preview says how it was found, so that a person can correct it.
 */
export function chosenSrid(crs: FoundCrs, choice: ImportChoice, layer: EditedLayer): number {
  const [likeliest] = crs.candidates;
  return canonicalSrid(choice.srid ?? crs.srid ?? likeliest ?? layer.spec.geometry.srid);
}

/** The CRS in the form that the preview shows. */
export function reportedCrs({ name, how, candidates }: FoundCrs, srid: number): ToldCrs {
  const titled = [...new Set([srid, ...candidates])]
    .slice(0, 10)
    .map((code) => ({ srid: code, title: crsOf(code)?.title ?? `EPSG:${code}` }));
  return { srid, name, how, candidates: titled };
}
