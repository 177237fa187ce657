import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HeightCheck } from "@archipel/geo/heights/check-heights.ts";
import { gridBbox, type HeightGrid, NODATA } from "@archipel/geo/heights/height-grid.ts";
import { heightsNamed } from "@archipel/geo/heights/height-names.ts";
import { readXyzGrid, XyzError, type XyzFault, type XyzForm, type XyzGrid, xyzFormOf } from "@archipel/geo/heights/xyz-grid.ts";
import { drawPreview } from "../formats/preview.ts";
import { headOf } from "../formats/text-file.ts";
import type { HeightRule } from "../height-model.ts";
import type { FoundCrs, RasterInspectionFinding, RasterPreview } from "../model.ts";
import { findCrs, NOT_LOADED } from "./crs-match.ts";
import { crsOfName } from "./crs-of-name.ts";
import { datumFindings, heightFindings } from "./height-findings.ts";
import { type DescribedRaster, previewSize, type RasterFile, type RasterLook } from "./raster-task.ts";
import type { StagedFiles } from "./stage-files.ts";
import type { LoadGdal } from "./wasm.ts";

type XyzFile = Omit<RasterFile, "format">;

/**
 * Describes a text of positions and heights.
 *
 * @throws XyzError when it is no regular grid (`xyzFinding` says so to people)
 */
export async function describeXyz(load: LoadGdal, file: XyzFile, staged: StagedFiles, look: RasterLook): Promise<DescribedRaster> {
  const path = join(staged.directory, staged.main);
  const { choices, isDrawn } = look;
  const grid = await readXyz(path, null, choices.nodata ?? null);
  const [west, south, east, north] = gridBbox(grid);
  const size: [number, number] = [grid.columns, grid.rows];
  const named = heightsNamed(file.fileName);
  const product = choices.product === "none" ? null : (choices.product ?? named.product ?? "dtm");
  const check = new HeightCheck(size, NODATA, product ?? "dtm");
  check.add(grid.values, 0, 0, grid.columns);
  const facts = check.facts();
  const places = { west, north, sides: [grid.cell, grid.cell] as const, size };
  const { entry: subject, entry, name, fileName } = file;
  return {
    ...{ name, entry, size },
    format: "xyz",
    bands: [{ type: "Float32", nodata: NODATA }],
    crs: await crsOf(load, staged, fileName, [west, south, east, north]),
    pixelSize: [grid.cell, grid.cell],
    extent: [west, south, east, north],
    corners: [
      [west, north],
      [west, south],
      [east, south],
      [east, north],
    ],
    isCloudOptimised: false,
    preview: isDrawn ? previewOf(grid) : null,
    heights: {
      product,
      verticalSrid: choices.verticalSrid ?? named.verticalSrid,
      ...{ range: facts.range, emptyShare: facts.emptyShare },
      ...{ isSquare: true, isServable: false },
    },
    findings:
      product === null
        ? []
        : [
            ...repeatedFindings(grid, subject),
            ...(product === "chm" ? [] : datumFindings(null, named, choices.verticalSrid, subject)),
            ...heightFindings(facts, places, subject),
          ],
  };
}

/**
 * @param nodata a number that means "no height" in this text
 * @throws XyzError when the text is no regular grid
 */
export async function readXyz(path: string, srid: number | null, nodata: number | null): Promise<XyzGrid> {
  const head = await headOf(path);
  const form: XyzForm | null = xyzFormOf(head.toString("utf8"), { isWhole: head.length < HEAD_BYTES, anywhere: true });
  if (!form) throw new XyzError("line", "the first lines are not three numbers each", 1);
  const chunks = () => createReadStream(path, { encoding: "utf8", highWaterMark: CHUNK_BYTES }) as AsyncIterable<string>;
  const grid = await readXyzGrid(chunks, form, srid);
  const empty = nodata === null ? null : Math.fround(nodata);
  if (empty !== null) for (let i = 0; i < grid.values.length; i++) if (grid.values[i] === empty) grid.values[i] = NODATA;
  return grid;
}

const HEAD_BYTES = 64 * 1024;
const CHUNK_BYTES = 1024 * 1024;
const MAX_PRJ = 32_768;

/** By a `.prj` beside it, by its name, or guessed. */
async function crsOf(load: LoadGdal, staged: StagedFiles, fileName: string, extent: [number, number, number, number]): Promise<FoundCrs> {
  if (!staged.others.has("data.prj")) return crsOfName(findCrs(NOT_LOADED, null, extent), fileName, extent);
  const gdal = await load();
  const text = (await readFile(join(staged.directory, "data.prj"), "utf8")).slice(0, MAX_PRJ);
  return findCrs(gdal, { wkt: gdal.wktOf(text) ?? text, projjson: null }, extent);
}

function repeatedFindings({ repeated, firstRepeated }: XyzGrid, subject: string | null): RasterInspectionFinding[] {
  if (!firstRepeated) return [];
  const { line, at } = firstRepeated;
  return [{ rule: "heights-repeated", severity: "warning", subject, params: { cells: repeated, line }, at: [...at] }];
}

const RULES: Readonly<Record<XyzFault, HeightRule>> = {
  line: "xyz-line",
  irregular: "xyz-irregular",
  "not-square": "xyz-not-square",
  "too-large": "xyz-too-large",
  empty: "heights-none",
};

/** Why a text is no grid, for people. */
export function xyzFinding({ fault, line, message }: XyzError, subject: string | null): RasterInspectionFinding {
  return { rule: RULES[fault], severity: "error", subject, params: { line, detail: message.slice(0, 200) } };
}

/** One cell for each pixel of the picture. */
function previewOf({ columns, rows, values }: HeightGrid): RasterPreview {
  const [width, height] = previewSize([columns, rows]);
  const picked = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      picked[y * width + x] = values[
        Math.floor(((y + 0.5) * rows) / height) * columns + Math.floor(((x + 0.5) * columns) / width)
      ] as number;
  const rgba = drawPreview(picked, [width, height], [{ type: "Float32", nodata: NODATA }]);
  return { width, height, rgba: Buffer.from(rgba).toString("base64") };
}
