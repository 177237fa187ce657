import type { Icon } from "@archipel/map-style/icons/names.ts";
import type { Pattern } from "@archipel/map-style/patterns.ts";
import type { Terms } from "./write-sld.ts";

/** Names of marks that programs know; the standard has the first six, QGIS and GeoServer the others. */
const MARKS: Partial<Record<Icon, string>> = {
  circle: "circle",
  square: "square",
  triangle: "triangle",
  star: "star",
  cross: "cross",
  diamond: "diamond",
  hexagon: "hexagon",
};

export function markOf(icon: Icon): { name: string; isKnown: boolean } {
  const name = MARKS[icon];
  return { name: name ?? "circle", isKnown: name !== undefined };
}

/** Hatches as lines: their angles, counter-clockwise from the horizontal, and the distance between them. */
const HATCHES: Readonly<Record<Exclude<Pattern, "dots">, { angles: readonly number[]; distancePx: number }>> = {
  hatch: { angles: [45], distancePx: 6 },
  "hatch-back": { angles: [135], distancePx: 6 },
  "hatch-dense": { angles: [45], distancePx: 3 },
  cross: { angles: [45, 135], distancePx: 6 },
};
const DOT_PX = 2;

/**
 * The fills that draw a pattern, one over the other. QGIS reads `horline` with a rotation as a hatch; GeoServer knows the same mark under
 * another name and takes the first one that it knows.
 */
export function patternFills(terms: Terms, pattern: Pattern, colour: string): string[] {
  const fill = (graphic: string) => terms.se("Fill", terms.se("GraphicFill", terms.se("Graphic", graphic)));
  const mark = (name: string, paint: string) => terms.se("Mark", terms.text("WellKnownName", name) + paint);
  if (pattern === "dots") return [fill(mark("circle", terms.se("Fill", terms.parameter("fill", colour))) + terms.text("Size", DOT_PX))];
  const stroke = terms.se("Stroke", terms.parameter("stroke", colour) + terms.parameter("stroke-width", 1));
  const { angles, distancePx } = HATCHES[pattern];
  return angles.map((angle) =>
    fill(
      mark("horline", stroke) +
        mark("shape://horline", stroke) +
        terms.text("Size", distancePx) +
        terms.se("Rotation", `<ogc:Literal>${angle}</ogc:Literal>`),
    ),
  );
}
