import type { Locale } from "@archipel/i18n/locales.ts";
import type { MapFacts } from "../compose/facts.ts";
import { groundAbove, groundBelow } from "./ground.ts";
import { creditsOf, northArrow, scaleBar } from "./marks.ts";
import { boxOf, groundNames } from "./names.ts";
import { type MapPalette, PAPER } from "./palette.ts";
import { type Projection, pathOf, projectionOf } from "./path.ts";
import type { Shapes } from "./shapes.ts";

/** Widths in millimetres, which are the units of the drawing. */
const LINES = { parcel: 0.12, commune: 0.35, place: 0.9, halo: 1.7 } as const;

interface MapStyle {
  locale: Locale;
  /** The letter of the north arrow. */
  north: string;
  widthMm: number;
}

/** The map of a place as SVG: the ground, neighbours, limits of communes, the outline of the place, a scale and the north. */
export function drawMap(map: MapFacts, style: MapStyle): string {
  const projection = projectionOf(map.frame, style.widthMm);
  return framed(projection, layered(map, { below: "", above: "" }, projection, PAPER), style);
}

/** The layers of a map from below: the ground, the colours of findings, houses and ways, limits, the place, names. */
export function layered(
  map: Pick<MapFacts, "ground" | "parcels" | "communes" | "place">,
  painted: { below: string; above: string },
  projection: Projection,
  palette: MapPalette,
  { hasNames = true }: { hasNames?: boolean } = {},
): string {
  const { ground, place } = map;
  const [below, above] = ground ? [groundBelow(ground, projection, palette), groundAbove(ground, projection, palette)] : ["", ""];
  const names = ground && hasNames ? groundNames(ground.names, projection, palette, keptFree(place, projection)) : "";
  return `${below}${painted.below}${above}${painted.above}${background(map, projection, palette)}${names}${placeOutline(place, projection, palette)}`;
}

/** Where no name is written: over the scale, the north and the place. */
function keptFree(place: Shapes, projection: Projection) {
  const { widthMm, heightMm } = projection;
  const vertices = [...place.areas.flat().flat(), ...place.lines.flat(), ...place.points];
  return [
    { left: 0, top: heightMm - 13, right: widthMm / 3, bottom: heightMm },
    { left: widthMm - 14, top: 0, right: widthMm, bottom: 14 },
    { left: widthMm / 2, top: heightMm - 4, right: widthMm, bottom: heightMm },
    ...(vertices.length === 0 ? [] : [boxOf(vertices, projection)]),
  ];
}

/** Parcels and communes, where the portal has them. */
function background(
  { parcels, communes }: Pick<MapFacts, "parcels" | "communes">,
  projection: Projection,
  palette: MapPalette = PAPER,
): string {
  const parcelPath = parcels ? pathOf(parcels.shapes, projection) : "";
  const communePath = communes ? pathOf(communes.shapes, projection) : "";
  return `<path d="${parcelPath}" fill="none" stroke="${palette.parcel}" stroke-width="${LINES.parcel}" stroke-linejoin="round"/><path d="${communePath}" fill="none" stroke="${palette.commune}" stroke-width="${LINES.commune}" stroke-dasharray="2 0.9 0.4 0.9"/>`;
}

/** The outline with a white edge, so that it is seen on any background; a point is a ring with a dot. */
function placeOutline({ areas, lines, points }: Shapes, projection: Projection, palette: MapPalette = PAPER): string {
  const path = pathOf({ areas, lines, points: [] }, projection);
  const outline = `<path d="${path}" fill="none" stroke="${palette.halo}" stroke-width="${LINES.halo}" stroke-linejoin="round"/><path d="${path}" fill="none" stroke="${palette.place}" stroke-width="${LINES.place}" stroke-linejoin="round"/>`;
  const dots = points.map((point) => {
    const [x, y] = projection.at(point);
    return `<circle cx="${x}" cy="${y}" r="3" fill="none" stroke="${palette.halo}" stroke-width="${LINES.halo}"/><circle cx="${x}" cy="${y}" r="3" fill="none" stroke="${palette.place}" stroke-width="${LINES.place}"/><circle cx="${x}" cy="${y}" r="0.8" fill="${palette.place}"/>`;
  });
  return `${path === "" ? "" : outline}${dots.join("")}`;
}

/** A drawing cut at the frame, with its scale bar and north arrow. */
export function framed(
  projection: Projection,
  content: string,
  { locale, north, credits = "" }: Pick<MapStyle, "locale" | "north"> & { credits?: string },
  palette: MapPalette = PAPER,
): string {
  const { widthMm: w, heightMm: h } = projection;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}mm" height="${h}mm"><clipPath id="f"><path d="M0 0h${w}v${h}h-${w}z"/></clipPath><path d="M0 0h${w}v${h}h-${w}z" fill="${palette.ground}"/><g clip-path="url(#f)">${content}</g>${scaleBar(projection, locale, palette)}${northArrow(projection, north, palette)}${creditsOf(projection, credits, palette)}<path d="M0.15 0.15h${w - 0.3}v${h - 0.3}h-${w - 0.3}z" fill="none" stroke="${palette.commune}" stroke-width="0.3"/></svg>`;
}
