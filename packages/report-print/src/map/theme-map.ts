import type { Finding } from "@archipel/answers/report/report.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { featureKey, type MapFacts } from "../compose/facts.ts";
import type { Words } from "../compose/words.ts";
import { framed, layered } from "./draw-map.ts";
import type { MapFrame } from "./frame.ts";
import { numberBadge } from "./number-badge.ts";
import { paintedFindings } from "./painted.ts";
import { PAPER } from "./palette.ts";
import { projectionOf } from "./path.ts";
import { isRecognised } from "./recognised.ts";
import { type Shapes, together, type Vertex } from "./shapes.ts";
import { coversFrame } from "./within.ts";

/** Half of the cover's map: the same frame at half its scale. */
const HALF = 2;
/** More parcels than this are grey noise on a small map. */
const MOST_VERTICES = 4_000;

interface ThemeMap {
  svg: string;
  denominator: number;
  caption: string;
  /** The number of each finding that is drawn. */
  numbers: ReadonlyMap<Finding, number>;
}

export function themeMapMm({ widthMm, heightMm }: MapFrame) {
  return { widthMm: widthMm / HALF, heightMm: heightMm / HALF };
}

/** The features of a theme's findings over the background, each finding with its number; null when nothing of them may be drawn. */
export function drawThemeMap(map: MapFacts, findings: readonly Finding[], { t, locale }: Words): ThemeMap | null {
  const drawn = findings
    .map((finding) => ({ finding, shapes: shapesOf(finding, map.features) }))
    .filter((one): one is { finding: Finding; shapes: Shapes } => one.shapes !== null);
  // One colour from edge to edge is no map, unless what is around the place is on it.
  const isBlank = drawn.every(({ shapes }) => coversFrame(shapes, map.frame)) && !isRecognised(map);
  if (drawn.length === 0 || isBlank) return null;
  const numbers = new Map(drawn.map(({ finding }, index) => [finding, index + 1]));
  const projection = projectionOf(map.frame, themeMapMm(map.frame).widthMm);
  const painted = paintedFindings(drawn, projection, PAPER);
  const spots: Vertex[] = [];
  const badges = drawn.map(({ finding, shapes }) => numberBadge(numbers.get(finding) ?? 0, shapes, projection, spots)).join("");
  const parcels = map.parcels && verticesOf(map.parcels.shapes) <= MOST_VERTICES ? map.parcels : null;
  // Names are on the cover: here they would be in the way of the numbers.
  const content = `${layered({ ...map, parcels }, painted, projection, PAPER, { locale, hasNames: false })}${badges}`;
  return {
    svg: framed(projection, content, { locale, north: t("print.map.north") }),
    denominator: projection.denominator,
    caption: t("print.map.caption", { scale: formatNumber(locale, projection.denominator) }),
    numbers,
  };
}

/** A position that is not known exactly is not drawn. */
export function shapesOf({ layer, features, relation }: Finding, known: MapFacts["features"]): Shapes | null {
  if (relation.kind === "commune") return null;
  const found = features.map((id) => known.get(featureKey(layer, id))).filter((shapes) => shapes !== undefined);
  return found.length === 0 ? null : together(found);
}

function verticesOf({ areas, lines }: Shapes): number {
  return [...areas.flat(), ...lines].reduce((sum, { length }) => sum + length, 0);
}
