import type { Bbox } from "@archipel/contracts/place.ts";
import { clsx } from "clsx";

interface ExtentMapProps {
  readonly boxes: readonly Bbox[];
  /** Too small for numbers on the grid. */
  readonly isSmall?: boolean;
  readonly className?: string;
}

const WIDTH = 640;
const HEIGHT = 400;

/** Boxes on a degree grid, drawn without a map library, to show the position at a glance. Decorative: the list beside it has the same content. */
export function ExtentMap({ boxes, isSmall, className }: ExtentMapProps) {
  const [west, south, east, north] = paddedExtent(boxes);
  const step = gridStep(Math.max(east - west, north - south));
  const x = (lon: number) => ((lon - west) / (east - west)) * WIDTH;
  const y = (lat: number) => ((mercator(north) - mercator(lat)) / (mercator(north) - mercator(south))) * HEIGHT;
  const decimals = step < 0.1 ? 2 : step < 1 ? 1 : 0;
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMidYMid slice"
      className={clsx("w-full rounded-card border border-line bg-map-land", className)}
    >
      <g className="stroke-line" strokeWidth="1">
        {multiples(west, east, step).map((lon) => (
          <path key={lon} d={`M${x(lon)} 0V${HEIGHT}`} />
        ))}
        {multiples(south, north, step).map((lat) => (
          <path key={lat} d={`M0 ${y(lat)}H${WIDTH}`} />
        ))}
      </g>
      {!isSmall && (
        <g className="figures fill-ink-muted" fontSize="11">
          {multiples(west, east, step)
            .slice(1)
            .map((lon) => (
              <text key={lon} x={x(lon) + 4} y={HEIGHT - 8}>
                {lon.toFixed(decimals)}°
              </text>
            ))}
          {multiples(south, north, step)
            .slice(1)
            .map((lat) => (
              <text key={lat} x="8" y={y(lat) - 4}>
                {lat.toFixed(decimals)}°
              </text>
            ))}
        </g>
      )}
      <g className="fill-accent stroke-accent" fillOpacity="0.1" strokeWidth="1.5">
        {boxes.map((box) => (
          <rect
            key={box.join(" ")}
            x={x(box[0])}
            y={y(box[3])}
            width={Math.max(3, x(box[2]) - x(box[0]))}
            height={Math.max(3, y(box[1]) - y(box[3]))}
          />
        ))}
      </g>
    </svg>
  );
}

/** The union of the boxes with a margin, widened to the drawing's aspect ratio. */
function paddedExtent(boxes: readonly Bbox[]): Bbox {
  const west = Math.min(...boxes.map((box) => box[0]));
  const south = Math.min(...boxes.map((box) => box[1]));
  const east = Math.max(...boxes.map((box) => box[2]));
  const north = Math.max(...boxes.map((box) => box[3]));
  const squash = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const height = Math.max(north - south, ((east - west) * squash * HEIGHT) / WIDTH, 0.01) * 1.25;
  const width = (height * WIDTH) / HEIGHT / squash;
  const lon = (west + east) / 2;
  const lat = (south + north) / 2;
  return [lon - width / 2, Math.max(-84, lat - height / 2), lon + width / 2, Math.min(84, lat + height / 2)];
}

function gridStep(span: number): number {
  return [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 45].find((step) => span / step <= 8) ?? 90;
}

function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, index) => (first + index) * step);
}

function mercator(lat: number): number {
  return Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
}
