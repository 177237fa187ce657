import { encodingNamed, type FoundEncoding } from "./encoding.ts";
import { headOf, isUtf8, textEncoding, writeUtf8 } from "./text-file.ts";

/** A DXF drawing is one list of entities: each part is a layer of the entities of one kind. */
export interface DxfPart {
  name: "points" | "lines" | "areas" | "texts" | "blocks" | "others";
  /** GDAL's attribute filter. Entities of layout sheets (paper space) have no place on the ground. */
  where: string;
  /** Inserted blocks are drawn at their place, or else read as insertion points with their names and attributes. */
  isInlined: boolean;
}

/** GDAL's name of the layer that holds all drawn entities. */
export const DXF_ENTITIES = "entities";
const GROUND = "(PaperSpace IS NULL OR PaperSpace = 0)";
const DRAWN = `${GROUND} AND OGR_GEOMETRY`;
const POINTS = "'POINT','MULTIPOINT'";
const LINES = "'LINESTRING','MULTILINESTRING','CIRCULARSTRING','COMPOUNDCURVE','MULTICURVE'";
const AREAS = "'POLYGON','MULTIPOLYGON','CURVEPOLYGON','MULTISURFACE','POLYHEDRALSURFACE','TIN','TRIANGLE'";

export const dxfParts: readonly DxfPart[] = [
  { name: "points", where: `${DRAWN} IN (${POINTS}) AND Text IS NULL`, isInlined: true },
  { name: "lines", where: `${DRAWN} IN (${LINES})`, isInlined: true },
  { name: "areas", where: `${DRAWN} IN (${AREAS})`, isInlined: true },
  // GDAL also has the name of its pattern as the text of a hatched area.
  { name: "texts", where: `${DRAWN} IN (${POINTS}) AND Text IS NOT NULL`, isInlined: true },
  { name: "others", where: `${DRAWN} NOT IN (${POINTS},${LINES},${AREAS})`, isInlined: true },
  { name: "blocks", where: `${GROUND} AND BlockName IS NOT NULL`, isInlined: false },
];

/** Fields of GDAL that mean nothing outside a drawing program. */
export const DXF_INNER_FIELDS: ReadonlySet<string> = new Set([
  "PaperSpace",
  "SubClasses",
  "BlockOCSNormal",
  "BlockOCSCoords",
  "Block",
  "AttributeTag",
]);

/** AutoCAD 2007, the first version that writes drawings in UTF-8, whatever code page they name. */
const UTF8_SINCE = "AC1021";

/** Finds the encoding of a drawing's texts and returns the file to read, rewritten when it is not UTF-8. */
export async function prepareDxf(
  source: string,
  target: string,
  chosenEncoding: string | null,
): Promise<{ path: string; encoding: FoundEncoding }> {
  const head = (await headOf(source)).toString("latin1");
  const version = /\$ACADVER\s+1\s+(\w+)/.exec(head)?.[1] ?? "";
  const codePage = /\$DWGCODEPAGE\s+3\s+(\S+)/.exec(head)?.[1] ?? "";
  const declared = version >= UTF8_SINCE ? "UTF-8" : encodingNamed(codePage);
  const encoding = await textEncoding(source, chosenEncoding, declared);
  if (isUtf8(encoding.encoding)) return { path: source, encoding };
  await writeUtf8(source, target, encoding.encoding);
  return { path: target, encoding };
}
