import type { Finding } from "@archipel/answers/report/report.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { featureKey, type MapFacts } from "../compose/facts.ts";
import type { Words } from "../compose/words.ts";
import { background, framed, placeOutline } from "./draw-map.ts";
import type { MapFrame } from "./frame.ts";
import { numberBadge } from "./number-badge.ts";
import { type Projection, pathOf, projectionOf } from "./path.ts";
import { type Shapes, together } from "./shapes.ts";

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

/** Colours by level. What is stronger is also more opaque, so that a grey print still tells levels apart. */
const OPACITIES: Readonly<Record<string, number>> = { null: 0.15, 0: 0.15, 1: 0.2, 2: 0.35, 3: 0.5, 4: 0.6 };
const FILLS: Readonly<Record<string, string>> = { null: "#8a94a0", 0: "#8a94a0", 1: "#6f9fc8", 2: "#d99a1c", 3: "#c2501b", 4: "#7a1022" };

/** The features of a theme's findings over the background, each finding with its number; null when nothing of them may be drawn. */
export function drawThemeMap(map: MapFacts, findings: readonly Finding[], { t, locale }: Words): ThemeMap | null {
  const drawn = findings
    .map((finding) => ({ finding, shapes: shapesOf(finding, map.features) }))
    .filter((one): one is { finding: Finding; shapes: Shapes } => one.shapes !== null);
  if (drawn.length === 0) return null;
  const numbers = new Map(drawn.map(({ finding }, index) => [finding, index + 1]));
  const projection = projectionOf(map.frame, themeMapMm(map.frame).widthMm);
  const features = paintedFindings(drawn, projection);
  const badges = drawn.map(({ finding, shapes }) => numberBadge(numbers.get(finding) ?? 0, shapes, projection)).join("");
  const parcels = map.parcels && verticesOf(map.parcels.shapes) <= MOST_VERTICES ? map.parcels : null;
  const content = `${features}${background({ parcels, communes: map.communes }, projection)}${placeOutline(map.place, projection)}${badges}`;
  return {
    svg: framed(projection, content, { locale, north: t("print.map.north") }),
    denominator: projection.denominator,
    caption: t("print.map.caption", { scale: formatNumber(locale, projection.denominator) }),
    numbers,
  };
}

export interface DrawnFinding {
  finding: Finding;
  shapes: Shapes;
}

/** The features of findings in the colours of their levels; the strongest is drawn last, on top. */
export function paintedFindings(drawn: readonly DrawnFinding[], projection: Projection, halo = "#fff"): string {
  const painted = drawn.toReversed().map(({ finding, shapes }) => {
    const fill = FILLS[String(finding.level)] ?? "#8a94a0";
    const path = pathOf(shapes, projection);
    const dots = shapes.points.map((point) => {
      const [x, y] = projection.at(point);
      return `<circle cx="${x}" cy="${y}" r="1.1" fill="${fill}" stroke="${halo}" stroke-width="0.3"/>`;
    });
    const isArea = shapes.areas.length > 0;
    const paint = isArea ? `fill="${fill}" fill-opacity="${OPACITIES[String(finding.level)] ?? 0.15}" fill-rule="evenodd"` : `fill="none"`;
    return `<path d="${path}" ${paint} stroke="${fill}" stroke-width="${isArea ? 0.4 : 0.8}"/>${dots.join("")}`;
  });
  return painted.join("");
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
