import type { Finding, Upload, UploadCloud, UploadDocument, UploadLayer, UploadRaster } from "@archipel/contracts/uploads.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { repairedLines } from "../cloud/repaired-lines.ts";
import type { Server } from "./connect.ts";

/** How many findings are read at most. */
const LISTED = 100;

/** The documents of a delivery: files that are not data, which a dataset may keep. */
export async function documentsOf({ api, communityId }: Server, upload: Upload): Promise<UploadDocument[]> {
  if (upload.documentCount === 0) return [];
  const data = new Set([...upload.rasters, ...upload.clouds].map(({ path }) => path));
  return (await api.uploads.documents.query({ communityId, uploadId: upload.id })).filter(({ path }) => !data.has(path));
}

/** An upload as JSON, for scripts. */
export function uploadRecord(
  { id, fileName, status, layers, rasters, clouds, error, datasetId }: Upload,
  documents: readonly UploadDocument[],
) {
  return {
    id,
    fileName,
    status,
    ...(error && { error: error.code }),
    ...(datasetId && { dataset: datasetId }),
    layers: layers.map((layer) => ({
      id: layer.id,
      name: layer.name,
      geometryType: layer.geometryType,
      features: layer.featureCount,
      srid: layer.chosenSrid,
      errors: layer.errorCount,
      warnings: layer.warningCount,
    })),
    rasters: rasters.map(({ name, path, srid, heights, becomesLayer }) => ({ name, path, srid, heights, becomesLayer })),
    clouds: clouds.map(({ name, path, srid, points, density, product, repaired }) => ({
      name,
      path,
      srid,
      points,
      density,
      product,
      repaired,
    })),
    documents: documents.map(({ path, size }) => ({ path, size })),
  };
}

export async function findingsOf({ api, communityId }: Server, uploadId: string): Promise<Finding[]> {
  return (await api.uploads.findings.query({ communityId, uploadId, limit: LISTED })).items;
}

/** An upload and its findings as text. */
export function uploadText({ locale }: Server, upload: Upload, documents: readonly UploadDocument[], findings: readonly Finding[]): string {
  const say = translator(locale, "commands");
  const lines = [`${upload.id}  ${upload.fileName}`];
  const addFindings = (layerId: string | null) => {
    for (const [rule, ofRule] of Map.groupBy(
      findings.filter(({ uploadLayerId }) => uploadLayerId === layerId),
      (finding) => `${finding.severity} ${finding.rule} ${finding.field ?? ""}`,
    )) {
      const [first] = ofRule;
      if (!first) throw new Error(`a group of ${rule} is empty`);
      const times = ofRule.reduce((sum, { occurrences }) => sum + occurrences, 0);
      lines.push(
        `    ${say(`severity.${first.severity}`)}  ${ruleText(locale, first)}${first.field ? ` (${first.field})` : ""} × ${times}`,
      );
    }
  };
  for (const layer of upload.layers) {
    lines.push(`  ${layerText(say, layer)}`);
    addFindings(layer.id);
  }
  for (const cloud of upload.clouds) lines.push(`  ${cloudText(say, cloud)}`, ...repairedLines(cloud.repaired, locale));
  for (const raster of upload.rasters) lines.push(`  ${rasterText(say, raster)}`);
  for (const { path } of documents) lines.push(`  ${say("document")}  ${path}`);
  addFindings(null);
  return `${lines.join("\n")}\n`;
}

type Say = ReturnType<typeof translator<"commands">>;

function layerText(say: Say, layer: UploadLayer): string {
  const crs = layer.geometryType === "None" ? "–" : layer.chosenSrid === null ? say("crsUnknown") : `EPSG:${layer.chosenSrid}`;
  return [
    layer.name,
    layer.geometryType,
    say("features", { count: layer.featureCount }),
    crs,
    say("errors", { count: layer.errorCount }),
    say("warnings", { count: layer.warningCount }),
  ].join("  ");
}

function rasterText(say: Say, { name, srid, size, heights, becomesLayer }: UploadRaster): string {
  const kind = becomesLayer && heights?.product ? say(`heightGrids.${heights.product}`) : say("raster");
  return [name, kind, size.join(" × "), srid === null ? say("crsUnknown") : `EPSG:${srid}`].join("  ");
}

function cloudText(say: Say, { name, srid, points }: UploadCloud): string {
  return [name, say("pointCloud"), say("points", { count: points }), srid === null ? say("crsUnknown") : `EPSG:${srid}`].join("  ");
}

/** The message of a rule, or the rule's name when this version does not know it. */
export function ruleText(locale: Server["locale"], { rule, params, field }: Pick<Finding, "rule" | "params" | "field">): string {
  const say = translator(locale, "checks");
  return say.has(rule as never) ? say(rule as never, { suggestionTitle: "none", ...params, field: field ?? "" } as never) : rule;
}
