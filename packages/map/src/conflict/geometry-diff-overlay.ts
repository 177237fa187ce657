import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from "maplibre-gl";
import type { Overlay } from "../layers/overlay.ts";
import type { Position, Shape } from "./geometry-diff.ts";

/** One colour for each state, and one for the halo around marks. */
export interface DiffColours {
  readonly before: string;
  readonly after: string;
  readonly current: string;
  readonly halo: string;
}

interface Compared {
  readonly before: Shape;
  readonly after: Shape;
  /** A third state, drawn dotted: what the layer holds now. */
  readonly current?: Shape;
  readonly gone?: readonly Position[];
  readonly come?: readonly Position[];
}

const ofType = (...types: string[]): ExpressionSpecification => ["in", ["geometry-type"], ["literal", types]];
const AREA = ofType("Polygon", "MultiPolygon");
const POINT = ofType("Point", "MultiPoint");

/** Two fills over each other turn grey, so only the proposed shape gets a strong fill. */
const FILL = { current: 0.04, before: 0.1, after: 0.2 } as const;

type Dash = { readonly "line-dasharray": number[] } | Record<string, never>;

/** The states of a shape over each other. @param mix 0 shows only the old shape, 1 only the proposed one */
export function diffOverlay({ before, after, current = null, gone = [], come = [] }: Compared, mix: number, colours: DiffColours): Overlay {
  const shown = { before: Math.min(1, 2 * (1 - mix)), after: Math.min(1, 2 * mix) };
  const sources: Record<string, SourceSpecification> = {};
  const layers: LayerSpecification[] = [];
  const draw = (id: keyof typeof FILL, shape: Shape, colour: string, opacity: number, dash: Dash, width: number) => {
    if (!shape) return;
    sources[id] = { type: "geojson", data: { type: "Feature", properties: {}, geometry: shape as never } };
    layers.push(
      { id: `${id}-fill`, type: "fill", source: id, filter: AREA, paint: { "fill-color": colour, "fill-opacity": FILL[id] * opacity } },
      {
        id: `${id}-line`,
        type: "line",
        source: id,
        filter: ["!", POINT],
        paint: { "line-color": colour, "line-width": width, "line-opacity": opacity, ...dash },
      },
      {
        id: `${id}-point`,
        type: "circle",
        source: id,
        filter: POINT,
        paint: {
          "circle-color": colour,
          "circle-radius": 7,
          "circle-opacity": opacity,
          "circle-stroke-color": colours.halo,
          "circle-stroke-width": 2,
        },
      },
    );
  };
  draw("current", current, colours.current, 1, { "line-dasharray": [1, 1.5] }, 3);
  draw("before", before, colours.before, shown.before, { "line-dasharray": [3, 2] }, 2);
  draw("after", after, colours.after, shown.after, {}, 3);
  const mark = (id: string, positions: readonly Position[], paint: Extract<LayerSpecification, { type: "circle" }>["paint"]) => {
    if (positions.length === 0) return;
    const coordinates = positions.map(([lon, lat]) => [lon, lat]);
    sources[id] = { type: "geojson", data: { type: "Feature", properties: {}, geometry: { type: "MultiPoint", coordinates } } };
    layers.push({ id, type: "circle", source: id, ...(paint && { paint }) });
  };
  mark("gone", gone, {
    "circle-radius": 4,
    "circle-color": colours.halo,
    "circle-opacity": shown.before,
    "circle-stroke-color": colours.before,
    "circle-stroke-width": 2,
    "circle-stroke-opacity": shown.before,
  });
  mark("come", come, {
    "circle-radius": 5,
    "circle-color": colours.after,
    "circle-opacity": shown.after,
    "circle-stroke-color": colours.halo,
    "circle-stroke-width": 1.5,
    "circle-stroke-opacity": shown.after,
  });
  return { key: JSON.stringify([before, after, current, mix, colours]), sources, layers };
}
