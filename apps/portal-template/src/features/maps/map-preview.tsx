import { MAP_PREVIEW } from "@archipel/contracts/map-limits.ts";
import type { PreviewShape } from "@archipel/contracts/maps.ts";
import type { MapView } from "@archipel/contracts/place.ts";

const { width: WIDTH, height: HEIGHT } = MAP_PREVIEW;
/** Pixels of the map that the drawing shows, as core-api draws it. */
const SHOWN_PX = 900;

/** A place in units of the whole world (Web Mercator, 0…1, y downwards). */
function placeOf({ lon, lat }: MapView) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return { x: (lon + 180) / 360, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) };
}

/** Where other views look, in the units of the drawing of the first one; those outside are left out. */
function placedViews([first, ...others]: readonly MapView[]): { readonly x: number; readonly y: number }[] {
  if (!first) return [];
  const middle = placeOf(first);
  const scale = (512 * 2 ** first.zoom * WIDTH) / SHOWN_PX;
  return [first, ...others]
    .map(placeOf)
    .map(({ x, y }) => ({ x: WIDTH / 2 + (x - middle.x) * scale, y: HEIGHT / 2 + (y - middle.y) * scale }))
    .filter(({ x, y }) => x > 0 && x < WIDTH && y > 0 && y < HEIGHT);
}

const CLASSES: Record<PreviewShape["shape"], string> = {
  area: "fill-accent-soft stroke-accent [stroke-width:0.6]",
  line: "fill-none stroke-accent [stroke-width:0.8]",
  point: "fill-none stroke-accent [stroke-linecap:round] [stroke-width:3.5]",
};

interface MapPreviewProps {
  /** Where the map looks; of a story, where each chapter does. */
  readonly views: readonly MapView[];
  readonly shapes?: readonly PreviewShape[];
}

/** What a map shows, as outlines, and the places of a story in their order. Decorative. */
export function MapPreview({ views, shapes = [] }: MapPreviewProps) {
  const places = views.length > 1 ? placedViews(views) : [];
  return (
    <svg aria-hidden viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block h-full w-full bg-sunken" preserveAspectRatio="xMidYMid slice">
      {shapes.length === 0 && <path d={GRID} className="stroke-line" strokeWidth="1" fill="none" />}
      {shapes.map(({ shape, path }) => (
        <path
          key={path}
          d={path}
          fillRule="evenodd"
          fillOpacity="0.6"
          strokeOpacity="0.7"
          strokeLinejoin="round"
          className={CLASSES[shape]}
        />
      ))}
      {places.length > 1 && (
        <polyline
          points={places.map(({ x, y }) => `${x},${y}`).join(" ")}
          className="fill-none stroke-ink"
          strokeWidth="1.5"
          strokeDasharray="3 3"
        />
      )}
      {places.map(({ x, y }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a drawing's dots have no identity beyond their place
        <circle key={index} cx={x} cy={y} r="4" className="fill-ink stroke-surface" strokeWidth="1.5" />
      ))}
    </svg>
  );
}

const GRID = [
  ...Array.from({ length: 15 }, (_, column) => `M${column * 22 + 6} 0V${HEIGHT}`),
  ...Array.from({ length: 6 }, (_, row) => `M0 ${row * 22 + 10}H${WIDTH}`),
].join("");
