import type { MapView } from "@archipel/contracts/place.ts";

const WIDTH = 320;
const HEIGHT = 130;
/** The part that narrow cards show too. */
const SAFE_WIDTH = 240;
/** Pixels of the map that a view is taken to show. */
const SHOWN = { width: 900, height: 600 };
/** The widest view takes this share of the drawing. */
const SHARE = 0.72;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The rectangle that a view shows, in units of the whole world (Web Mercator, 0…1, y downwards). */
function boxOf({ lon, lat, zoom }: MapView): Box {
  const size = 512 * 2 ** zoom;
  const [width, height] = [SHOWN.width / size, SHOWN.height / size];
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return { x: (lon + 180) / 360 - width / 2, y: y - height / 2, width, height };
}

/** The views of a map in the pixels of the drawing, the middle of all in its middle. */
export function placedViews(views: readonly MapView[]): Box[] {
  const boxes = views.map(boxOf);
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  const scale = SHARE * Math.min(SAFE_WIDTH / (right - left), HEIGHT / (bottom - top));
  const place = (box: Box): Box => ({
    x: WIDTH / 2 + (box.x - (left + right) / 2) * scale,
    y: HEIGHT / 2 + (box.y - (top + bottom) / 2) * scale,
    width: box.width * scale,
    height: box.height * scale,
  });
  return boxes.map(place);
}

/** Where a map looks, drawn: one frame for each view, joined in the order of the story. Decorative. */
export function MapPreview({ views }: { readonly views: readonly MapView[] }) {
  const boxes = placedViews(views);
  const centres = boxes.map(({ x, y, width, height }) => [x + width / 2, y + height / 2] as const);
  return (
    <svg aria-hidden viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block h-full w-full bg-sunken" preserveAspectRatio="xMidYMid slice">
      <path d={GRID} className="stroke-line" strokeWidth="1" fill="none" />
      {boxes.map(({ x, y, width, height }, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a drawing's frames have no identity beyond their place
          key={index}
          x={x}
          y={y}
          width={Math.max(6, width)}
          height={Math.max(4, height)}
          rx="2"
          className="fill-accent-soft stroke-accent"
          fillOpacity="0.55"
          strokeWidth="1.5"
        />
      ))}
      {centres.length > 1 && (
        <>
          <polyline points={centres.map((centre) => centre.join()).join(" ")} className="stroke-accent" strokeWidth="1.5" strokeDasharray="3 3" fill="none" />
          {centres.map(([x, y], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <circle key={index} cx={x} cy={y} r="4" className="fill-accent" />
          ))}
        </>
      )}
    </svg>
  );
}

const GRID = [
  ...Array.from({ length: 15 }, (_, column) => `M${column * 22 + 6} 0V${HEIGHT}`),
  ...Array.from({ length: 6 }, (_, row) => `M0 ${row * 22 + 10}H${WIDTH}`),
].join("");
