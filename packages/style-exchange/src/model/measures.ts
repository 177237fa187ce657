import type { Notes, Place } from "./notes.ts";

/** CSS pixels: 96 to the inch. */
const PX: Readonly<Record<string, number>> = { mm: 96 / 25.4, point: 96 / 72, pixel: 1, inch: 96 };

/** A length in CSS pixels; undefined in map units, whose size on the screen changes with the zoom. */
export function pixels(value: number, unit: string): number | undefined {
  const factor = PX[unit.toLowerCase()];
  return factor === undefined ? undefined : tenths(value * factor);
}

export const tenths = (value: number) => Math.round(value * 10) / 10;
export const hundredths = (value: number) => Math.round(value * 100) / 100;

/** A finite number, or undefined. `Infinity`, `NaN`, and digits without end are no measure. */
export function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?\s*$/i.test(text) || text.length > 40) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** The number within the limits of our styles; a note says when it is another one. */
export function limited(value: number, [least, most]: readonly [number, number], notes: Notes, place: Place): number {
  const kept = Math.min(most, Math.max(least, value));
  if (kept !== value) notes.add("number-limited", place, { value, limit: kept });
  return kept;
}

/** The scale that the OGC gives to zoom 0 with tiles of 512 pixels of 0.28 mm (OGC 17-083, WebMercatorQuad). */
const SCALE_AT_ZERO = 279_541_132.014_358_76;
const MAX_ZOOM = 24;

/** The zoom at which the map has this scale, to a hundredth. */
function zoomOfScale(denominator: number): number {
  return Math.min(MAX_ZOOM, Math.max(0, hundredths(Math.log2(SCALE_AT_ZERO / denominator))));
}

export function scaleOfZoom(zoom: number): number {
  return Math.round(SCALE_AT_ZERO / 2 ** zoom);
}

/** Zooms between two scale denominators; zero and absent mean no limit. */
export function zoomsOf(minDenominator: number | undefined, maxDenominator: number | undefined): { minZoom?: number; maxZoom?: number } {
  const minZoom = maxDenominator && maxDenominator > 0 ? zoomOfScale(maxDenominator) : 0;
  const maxZoom = minDenominator && minDenominator > 0 ? zoomOfScale(minDenominator) : MAX_ZOOM;
  return { ...(minZoom > 0 && { minZoom }), ...(maxZoom < MAX_ZOOM && { maxZoom }) };
}
