import type { Finding } from "@archipel/answers/report/report.ts";
import { mix } from "@archipel/map-style/colour.ts";
import { type MapPalette, NIGHT } from "./palette.ts";
import { type Projection, pathOf } from "./path.ts";
import type { Shapes } from "./shapes.ts";

export interface DrawnFinding {
  finding: Finding;
  shapes: Shapes;
}

/** How much of the colour of a level its paint has. What is stronger is also darker, so that a grey print still tells levels apart. */
const STRENGTHS: Readonly<Record<string, number>> = { null: 0.15, 0: 0.15, 1: 0.2, 2: 0.35, 3: 0.5, 4: 0.6 };
const FILLS: Readonly<Record<string, string>> = { null: "#8a94a0", 0: "#8a94a0", 1: "#6f9fc8", 2: "#d99a1c", 3: "#c2501b", 4: "#7a1022" };
/** Hatching of the layers above the painted one: directions tell them apart in grey too. */
const ANGLES = [45, 135, 0, 90] as const;
const SPACING_MM = 2.4;
/** Up to this strength an area above the paint has an edge only, as perimeters have on the map. */
const FAINT = 0.2;
const BAND_MM = 2;

/**
 * The features of findings in the colours of their levels. A place has one paint: that of the first layer with areas, composed with the
 * ground; areas of other layers are hatched over it, so that no two colours mix (ADR 0030). The strongest are on top.
 *
 * @param drawn the first has the layer that is painted
 */
export function paintedFindings(
  drawn: readonly DrawnFinding[],
  projection: Projection,
  palette: MapPalette,
): { below: string; above: string } {
  const areas = drawn.filter(({ shapes }) => shapes.areas.length > 0);
  const layers = [...new Set(areas.map(({ finding }) => finding.layer))];
  const weakestFirst = drawn.toSorted((a, b) => (a.finding.level ?? -1) - (b.finding.level ?? -1));
  const covers: string[] = [];
  const above: string[] = [];
  for (const [index, { finding, shapes }] of weakestFirst.entries()) {
    const ink = inkOf(finding, palette);
    const path = pathOf({ ...shapes, lines: [] }, projection);
    const rank = layers.indexOf(finding.layer);
    if (path !== "" && rank === 0) {
      const paint = mix(palette.ground, FILLS[String(finding.level)] ?? "#8a94a0", STRENGTHS[String(finding.level)] ?? 0.15);
      covers.push(`<path d="${path}" fill="${paint}" fill-rule="evenodd"/>`);
    } else if (path !== "" && (STRENGTHS[String(finding.level)] ?? 0) <= FAINT) {
      above.push(edged(path, `h${index}`, mix(palette.ground, ink, 0.45)));
    } else if (path !== "") {
      above.push(hatched(path, { id: `h${index}`, ink, angle: ANGLES[(rank - 1) % ANGLES.length] ?? 45 }, shapes, projection, palette));
    }
    if (path !== "") above.push(`<path d="${path}" fill="none" stroke="${ink}" stroke-width="0.4" stroke-linejoin="round"/>`);
    const lines = pathOf({ ...shapes, areas: [] }, projection);
    if (lines !== "") {
      above.push(
        `<path d="${lines}" fill="none" stroke="${palette.halo}" stroke-width="1.5" stroke-linejoin="round"/><path d="${lines}" fill="none" stroke="${ink}" stroke-width="0.8" stroke-linejoin="round"/>`,
      );
    }
    for (const point of shapes.points) {
      const [x, y] = projection.at(point);
      above.push(`<circle cx="${x}" cy="${y}" r="1.1" fill="${ink}" stroke="${palette.halo}" stroke-width="0.3"/>`);
    }
  }
  return { below: covers.join(""), above: above.join("") };
}

/** On a dark ground the colours of lines are lighter. */
function inkOf({ level }: Finding, palette: MapPalette): string {
  const fill = FILLS[String(level)] ?? "#8a94a0";
  return palette === NIGHT ? mix(fill, "#ffffff", 0.35) : fill;
}

/** A band along the inside of the edge. */
function edged(path: string, id: string, colour: string): string {
  return `<clipPath id="${id}"><path d="${path}" clip-rule="evenodd"/></clipPath><path d="${path}" clip-path="url(#${id})" fill="none" stroke="${colour}" stroke-width="${2 * BAND_MM}"/>`;
}

/** Lines within the shape, each with an edge in the colour of the ground, and nothing between them. */
function hatched(
  path: string,
  { id, ink, angle }: { id: string; ink: string; angle: number },
  { areas }: Shapes,
  projection: Projection,
  palette: MapPalette,
): string {
  const lines = hatching(areas.flat().flat().map(projection.at), angle, projection);
  return `<clipPath id="${id}"><path d="${path}" clip-rule="evenodd"/></clipPath><g clip-path="url(#${id})"><path d="${lines}" fill="none" stroke="${palette.halo}" stroke-width="0.6"/><path d="${lines}" fill="none" stroke="${ink}" stroke-width="0.3"/></g>`;
}

function hatching(vertices: readonly (readonly [number, number])[], angle: number, { widthMm, heightMm }: Projection): string {
  const within = (values: number[], most: number) => [Math.max(0, Math.min(...values)), Math.min(most, Math.max(...values))] as const;
  let [left, right, top, bottom] = [widthMm, 0, heightMm, 0];
  for (const [x, y] of vertices) {
    [left, right] = within([left, right, x], widthMm);
    [top, bottom] = within([top, bottom, y], heightMm);
  }
  if (right <= left || bottom <= top) return "";
  const at = (value: number) => Math.round(value * 100) / 100;
  const height = bottom - top;
  let lines = "";
  if (angle === 0) for (let y = ceiled(top); y <= bottom; y += SPACING_MM) lines += `M${at(left)} ${at(y)}H${at(right)}`;
  else if (angle === 90) for (let x = ceiled(left); x <= right; x += SPACING_MM) lines += `M${at(x)} ${at(top)}V${at(bottom)}`;
  else {
    const lean = angle === 45 ? 1 : -1;
    const step = SPACING_MM * Math.SQRT2;
    // Both diagonals go through multiples of the step, so that neighbours of one layer have the same lines.
    const offset = lean > 0 ? left + top : left - bottom;
    const end = lean > 0 ? right + bottom : right - top;
    for (let sum = Math.ceil(offset / step) * step; sum <= end; sum += step) {
      const x = lean > 0 ? sum - bottom : sum + top;
      lines += `M${at(x)} ${at(lean > 0 ? bottom : top)}l${at(height)} ${at(lean > 0 ? -height : height)}`;
    }
  }
  return lines;
}

const ceiled = (value: number) => Math.ceil(value / SPACING_MM) * SPACING_MM;
