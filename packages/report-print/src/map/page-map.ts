import type { Finding } from "@archipel/answers/report/report.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { MapFacts } from "../compose/facts.ts";
import { wordsOf } from "../compose/words.ts";
import { background, framed, placeOutline } from "./draw-map.ts";
import { NIGHT, PAPER } from "./palette.ts";
import { projectionOf } from "./path.ts";
import { type DrawnFinding, paintedFindings, shapesOf } from "./theme-map.ts";
import { coversFrame } from "./within.ts";

/** Narrower than on paper, so that its texts are read on a phone. */
const WIDTH_MM = 100;

/** The map of an answer's page as SVG: what its findings speak of, the neighbours, and the outline of the place. */
export function drawPageMap(
  map: MapFacts,
  findings: readonly Finding[],
  { locale, scheme }: { locale: Locale; scheme: "light" | "dark" },
): string {
  const palette = scheme === "dark" ? NIGHT : PAPER;
  const projection = projectionOf(map.frame, WIDTH_MM);
  const drawn = findings.flatMap((finding): DrawnFinding[] => {
    const shapes = shapesOf(finding, map.features);
    return shapes && !coversFrame(shapes, map.frame) ? [{ finding, shapes }] : [];
  });
  const strongestFirst = drawn.toSorted((a, b) => (b.finding.level ?? -1) - (a.finding.level ?? -1));
  const content = `${paintedFindings(strongestFirst, projection, palette.halo)}${background(map, projection, palette)}${placeOutline(map.place, projection, palette)}`;
  return framed(projection, content, { locale, north: wordsOf(locale).t("print.map.north") }, palette);
}
