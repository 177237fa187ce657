import type { Finding } from "@archipel/answers/report/report.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { MapFacts } from "../compose/facts.ts";
import { wordsOf } from "../compose/words.ts";
import { framed, layered } from "./draw-map.ts";
import { type DrawnFinding, paintedFindings } from "./painted.ts";
import { NIGHT, PAPER } from "./palette.ts";
import { projectionOf } from "./path.ts";
import { shapesOf } from "./theme-map.ts";
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
  const drawn = findings.flatMap((finding): DrawnFinding[] => {
    const shapes = shapesOf(finding, map.features);
    return shapes && !coversFrame(shapes, map.frame) ? [{ finding, shapes }] : [];
  });
  // What findings speak of is the picture; without any, the surroundings must tell the place.
  const shown = drawn.length > 0 ? map : { ...map, ...map.situation };
  const projection = projectionOf(shown.frame, WIDTH_MM);
  const content = layered(shown, paintedFindings(drawn, projection, palette), projection, palette, { locale });
  return framed(
    projection,
    content,
    { locale, north: wordsOf(locale).t("print.map.north"), credits: shown.ground?.credits ?? "" },
    palette,
  );
}
