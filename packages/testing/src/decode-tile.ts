import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";

export interface DecodedFeature {
  id: number | undefined;
  /** 1 point, 2 line, 3 polygon. */
  type: number;
  properties: Record<string, string | number | boolean>;
  /** Parts (points of a multi-point, lines, rings) as whole tile coordinates; rings repeat their first position at the end. */
  parts: { x: number; y: number }[][];
}

export interface DecodedLayer {
  extent: number;
  version: number;
  features: DecodedFeature[];
}

/** Decodes a vector tile with the decoder of map libraries, so that our encoder is not tested against itself. */
export function decodeTile(bytes: Uint8Array): Record<string, DecodedLayer> {
  const tile = new VectorTile(new PbfReader(bytes));
  return Object.fromEntries(
    Object.entries(tile.layers).map(([name, layer]) => {
      const features = Array.from({ length: layer.length }, (_, index) => {
        const feature = layer.feature(index);
        const parts = feature.loadGeometry().map((part) => part.map(({ x, y }) => ({ x, y })));
        return { id: feature.id, type: feature.type, properties: { ...feature.properties }, parts };
      });
      return [name, { extent: layer.extent, version: layer.version, features }];
    }),
  );
}

/** Area of a polygon feature in square units: the sum of its shells minus its holes. */
export function areaOf(feature: DecodedFeature): number {
  let sum = 0;
  for (const ring of feature.parts) {
    for (let index = 1; index < ring.length; index++) {
      const a = ring[index - 1];
      const b = ring[index];
      if (a && b) sum += a.x * b.y - b.x * a.y;
    }
  }
  return sum / 2;
}
