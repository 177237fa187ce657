import { escapeMarkup } from "@archipel/i18n/escape-markup.ts";
import { formatDegrees } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { MapPalette } from "./palette.ts";
import { type Projection, pathOf } from "./path.ts";
import { NO_SHAPES, type Vertex } from "./shapes.ts";

/** A line of one longitude or one latitude (WGS 84). */
export interface GraticuleLine {
  axis: "lon" | "lat";
  degrees: number;
  /** From the west or the north, in metres of the frame's CRS. */
  line: readonly [Vertex, Vertex];
}

const SIZE_MM = 2.4;
const LETTER_MM = 1.4;
/** The north arrow and the scale bar have these corners. */
const CORNER_MM = 15;

/** Longitudes and latitudes across a map that has nothing else to show, each with its figure at the edge. */
export function drawGraticule(lines: readonly GraticuleLine[], projection: Projection, locale: Locale, palette: MapPalette): string {
  const { widthMm: w, heightMm: h } = projection;
  const path = pathOf({ ...NO_SHAPES, lines: lines.map(({ line }) => line) }, projection);
  let written = 0;
  const labels = lines.map(({ axis, degrees, line: [start] }) => {
    const [x, y] = projection.at(start);
    const text = escapeMarkup(formatDegrees(locale, degrees, axis));
    if (axis === "lon" && x < written) return "";
    if (axis === "lon") written = x + (text.length + 2) * LETTER_MM;
    const isFree = axis === "lon" ? x > 1 && x < w - CORNER_MM - 8 : y > SIZE_MM + 4 && y < h - CORNER_MM;
    const [left, top] = axis === "lon" ? [x + 0.8, SIZE_MM + 0.6] : [0.9, y - 0.7];
    return isFree
      ? `<text x="${rounded(left)}" y="${rounded(top)}" font-family="Inter, sans-serif" font-size="${SIZE_MM}" fill="${palette.name}">${text}</text>`
      : "";
  });
  return `<path d="${path}" fill="none" stroke="${palette.parcel}" stroke-width="0.15"/>${labels.join("")}`;
}

const rounded = (mm: number) => Math.round(mm * 100) / 100;
