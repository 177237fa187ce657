import type { Position } from "@archipel/geo/geojson.ts";
import { seededRandom } from "@archipel/geo/seeded-random.ts";

const TOWNS = 2_500;
const SPECIES = ["oak", "lime", "plane", "maple"];
const KINDS = ["house", "block", "shed", "school", "shop"];
/** Outlines on a unit square: a plain building, and one with a corner missing. */
const OUTLINES: readonly (readonly (readonly [number, number])[])[] = [
  [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ],
  [
    [0, 0],
    [1, 0],
    [1, 0.5],
    [0.5, 0.5],
    [0.5, 1],
    [0, 1],
  ],
];

/** Places in the same towns, dense in their middle; always the same ones for a seed. */
export function* townPlaces(count: number, seed = 12): Generator<Position> {
  const ofTowns = seededRandom(11);
  const between = (low: number, high: number) => low + ofTowns() * (high - low);
  const towns = Array.from({ length: TOWNS }, () => ({ lon: between(-4, 7.5), lat: between(43, 50.5), spread: between(0.005, 0.035) }));
  const next = seededRandom(seed);
  const offset = () => next() + next() + next() - 1.5;
  for (let index = 0; index < count; index++) {
    const town = towns[Math.floor(next() * TOWNS)];
    if (town) yield [town.lon + offset() * town.spread, town.lat + offset() * town.spread];
  }
}

/** Generated buildings as the text of a GeoJSON file: small polygons with five attributes. */
export function* buildingsText(count: number): Generator<string> {
  const next = seededRandom(34);
  const shapes = function* () {
    for (const [lon = 0, lat = 0] of townPlaces(count)) {
      const [width, depth, angle] = [0.00004 + next() * 0.00012, 0.00003 + next() * 0.0001, next() * Math.PI];
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const ring = (OUTLINES[next() < 0.5 ? 0 : 1] ?? []).map(([x, y]): Position => {
        const [right, up] = [x * width, y * depth];
        return [lon + right * cos - up * sin, lat + (right * sin + up * cos) * 0.7];
      });
      yield { type: "Polygon", coordinates: [[...ring, ring[0] ?? [lon, lat]].map((corner) => corner.map(rounded))] };
    }
  };
  yield* collectionText(shapes(), (index) => ({
    ...{ id: index + 1, kind: KINDS[index % KINDS.length], height: Number((3 + next() * 20).toFixed(1)) },
    ...{ name: `Building ${index}`, year: 1900 + Math.floor(next() * 125) },
  }));
}

/** Generated trees as the text of a GeoJSON file: points with four attributes. */
export function* treesText(count: number): Generator<string> {
  const next = seededRandom(35);
  const shapes = function* () {
    for (const place of townPlaces(count, 13)) yield { type: "Point", coordinates: place.map(rounded) };
  };
  yield* collectionText(shapes(), (index) => ({
    ...{ id: index + 1, species: SPECIES[index % SPECIES.length], height: Number((2 + next() * 25).toFixed(1)) },
    ...{ planted: 1900 + Math.floor(next() * 125) },
  }));
}

/** Generated streets as the text of a GeoJSON file: lines of 2 to 13 positions with three attributes. */
export function* streetsText(count: number): Generator<string> {
  const next = seededRandom(36);
  const shapes = function* () {
    for (const [lon = 0, lat = 0] of townPlaces(count, 14)) {
      let [x, y, angle] = [lon, lat, next() * 2 * Math.PI];
      const coordinates = Array.from({ length: 2 + Math.floor(next() * 12) }, () => {
        const here = [rounded(x), rounded(y)];
        angle += next() - 0.5;
        x += Math.cos(angle) * 0.0004;
        y += Math.sin(angle) * 0.0003;
        return here;
      });
      yield { type: "LineString", coordinates };
    }
  };
  yield* collectionText(shapes(), (index) => ({ id: index + 1, name: `Street ${index}`, lanes: 1 + (index % 4) }));
}

const rounded = (degrees: number) => Number(degrees.toFixed(7));

function* collectionText(shapes: Iterable<object>, properties: (index: number) => object): Generator<string> {
  let text = '{"type":"FeatureCollection","features":[\n';
  let index = 0;
  for (const geometry of shapes) {
    text += `${index === 0 ? "" : ",\n"}${JSON.stringify({ type: "Feature", properties: properties(index), geometry })}`;
    index += 1;
    if (text.length < 1 << 20) continue;
    yield text;
    text = "";
  }
  yield `${text}\n]}\n`;
}
