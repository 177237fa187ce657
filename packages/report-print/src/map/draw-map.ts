import type { Locale } from "@archipel/i18n/locales.ts";
import type { MapFacts } from "../compose/facts.ts";
import { drawGraticule } from "./graticule.ts";
import { groundAbove, groundBelow } from "./ground.ts";
import { creditsOf, northArrow, scaleBar } from "./marks.ts";
import { boxOf, groundNames } from "./names.ts";
import { type MapPalette, PAPER } from "./palette.ts";
import { type Projection, pathOf, projectionOf } from "./path.ts";
import type { Shapes, Vertex } from "./shapes.ts";

/** Widths in millimetres, which are the units of the drawing. */
const LINES = { parcel: 0.12, limit: 0.25, commune: 0.35, place: 0.9, halo: 1.7 } as const;
/** A place whose sides are shorter than this on paper has a ring around it. */
const SMALL_MM = 4;
const RING_MM = 3;

interface MapStyle {
  locale: Locale;
  /** The letter of the north arrow. */
  north: string;
  widthMm: number;
}

/** The map of a place as SVG: the ground, neighbours, limits of communes, the outline of the place, a scale and the north. */
export function drawMap(map: MapFacts, style: MapStyle): string {
  const projection = projectionOf(map.frame, style.widthMm);
  return framed(projection, layered(map, { below: "", above: "" }, projection, PAPER, style), style);
}

/** Whether a map shows the place by a ring, because its outline would not be seen. */
export function isRinged({ areas, lines, points }: Shapes, projection: Projection): boolean {
  const vertices = [...areas.flat().flat(), ...lines.flat()].map(projection.at);
  if (vertices.length === 0) return points.length > 0;
  const side = (axis: 0 | 1) => Math.max(...vertices.map((at) => at[axis])) - Math.min(...vertices.map((at) => at[axis]));
  return Math.max(side(0), side(1)) < SMALL_MM;
}

/** The layers of a map from below: the ground, the colours of findings, houses and ways, limits, the place, names. */
export function layered(
  map: Pick<MapFacts, "ground" | "parcels" | "communes" | "place" | "graticule">,
  painted: { below: string; above: string },
  projection: Projection,
  palette: MapPalette,
  { locale, hasNames = true }: { locale: Locale; hasNames?: boolean },
): string {
  const { ground, place, communes, graticule } = map;
  const [below, above] = ground ? [groundBelow(ground, projection, palette), groundAbove(ground, projection, palette)] : ["", ""];
  const known = [...(communes?.names ?? []), ...(ground?.names ?? [])];
  const names = hasNames ? groundNames(known, projection, palette, keptFree(place, projection)) : "";
  const degrees = graticule ? drawGraticule(graticule, projection, locale, palette) : "";
  return `${below}${painted.below}${above}${painted.above}${background(map, projection, palette)}${degrees}${names}${placeOutline(place, projection, palette)}`;
}

/** Where no name is written: over the scale, the north and the place. */
function keptFree(place: Shapes, projection: Projection) {
  const { widthMm, heightMm } = projection;
  const vertices = [...place.areas.flat().flat(), ...place.lines.flat(), ...place.points];
  return [
    { left: 0, top: heightMm - 13, right: widthMm / 3, bottom: heightMm },
    { left: widthMm - 14, top: 0, right: widthMm, bottom: 14 },
    { left: widthMm / 2, top: heightMm - 4, right: widthMm, bottom: heightMm },
    ...(vertices.length === 0 ? [] : [boxOf(vertices, projection, isRinged(place, projection) ? RING_MM + 1.5 : 2)]),
  ];
}

/** Parcels and communes, where the portal has them; without its communes, those of the basemap. */
function background(
  { ground, parcels, communes }: Pick<MapFacts, "ground" | "parcels" | "communes">,
  projection: Projection,
  palette: MapPalette = PAPER,
): string {
  const parcelPath = parcels ? pathOf(parcels.shapes, projection) : "";
  const communePath = communes ? pathOf(communes.shapes, projection) : "";
  const limitPath = ground && !communes ? pathOf(ground.limits, projection) : "";
  return `<path d="${limitPath}" fill="none" stroke="${palette.commune}" stroke-width="${LINES.limit}" stroke-linejoin="round"/><path d="${parcelPath}" fill="none" stroke="${palette.parcel}" stroke-width="${LINES.parcel}" stroke-linejoin="round"/><path d="${communePath}" fill="none" stroke="${palette.commune}" stroke-width="${LINES.commune}" stroke-dasharray="2 0.9 0.4 0.9"/>`;
}

/** The outline with a white edge, so that it is seen on any background; a point is a ring with a dot. */
function placeOutline(place: Shapes, projection: Projection, palette: MapPalette = PAPER): string {
  const { areas, lines } = place;
  const points = place.points.length === 0 && isRinged(place, projection) ? [centreOf(place)] : place.points;
  const path = pathOf({ areas, lines, points: [] }, projection);
  const outline = `<path d="${path}" fill="none" stroke="${palette.halo}" stroke-width="${LINES.halo}" stroke-linejoin="round"/><path d="${path}" fill="none" stroke="${palette.place}" stroke-width="${LINES.place}" stroke-linejoin="round"/>`;
  const dots = points.map((point) => {
    const [x, y] = projection.at(point);
    return `<circle cx="${x}" cy="${y}" r="${RING_MM}" fill="none" stroke="${palette.halo}" stroke-width="${LINES.halo}"/><circle cx="${x}" cy="${y}" r="${RING_MM}" fill="none" stroke="${palette.place}" stroke-width="${LINES.place}"/><circle cx="${x}" cy="${y}" r="0.8" fill="${palette.place}"/>`;
  });
  return `${path === "" ? "" : outline}${dots.join("")}`;
}

/** The middle of the corners of a small place. */
function centreOf({ areas, lines }: Shapes): Vertex {
  const vertices = [...areas.flat().flat(), ...lines.flat()];
  const middle = (axis: 0 | 1) => vertices.reduce((sum, vertex) => sum + vertex[axis], 0) / Math.max(1, vertices.length);
  return [middle(0), middle(1)];
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
