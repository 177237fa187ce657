import { addressNumbers } from "@archipel/contracts/decimal.ts";
import { COLOURINGS, type Colouring } from "@archipel/point-view/draw/point-look.ts";
import type { Box } from "@archipel/point-view/scene/box.ts";
import type { Camera } from "@archipel/point-view/scene/camera.ts";
import { THINNEST } from "@archipel/point-view/scene/clip.ts";
import { MOST_STOPS } from "@archipel/point-view/scene/flight.ts";
import type { Slopes } from "@archipel/point-view/scene/lasso.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";

/** What can lie below the points. */
export const GROUNDS = ["map", "terrain", "picture"] as const;
export type GroundKind = (typeof GROUNDS)[number];

/** What an address says of the viewer. */
export interface CloudAddress {
  readonly camera: Camera | null;
  readonly colouring: Colouring | null;
  readonly hidden: readonly number[];
  /** Ends of the palette of heights. */
  readonly heights: readonly [number, number] | null;
  readonly isShaded: boolean;
  /** Points that are drawn at most. */
  readonly budget: number | null;
  /** An outline that is shown, in the CRS of the layer: the place of a report. */
  readonly around: readonly Triple[] | null;
  /** A ring that is shown in the view of the address, as slopes: the place of a report that was drawn with a lasso. */
  readonly ring: Slopes | null;
  /** What lies below the points; null: nothing. */
  readonly ground: GroundKind | null;
  /** Names of places are written over the points. */
  readonly hasNames: boolean;
  /** The box that limits the points, in the CRS of the layer; null: all of them. */
  readonly box: Box | null;
  /** What is seen right of the limit: `GROUND_ALONE`, `BEFORE`, or the layer of another cloud. */
  readonly beside: string | null;
  /** Share of the width, from the left, where the limit is. */
  readonly limit: number;
  /** Stops of a flight that somebody made, in the CRS of the layer. */
  readonly path: readonly Camera[] | null;
  /** A flight begins at once. */
  readonly flies: boolean;
  /** Longitude and latitude of the place to see, if there is no camera: links of other pages have it, and it is not written. */
  readonly at: readonly [lon: number, lat: number] | null;
}

/** The ground without points, beside them. */
export const GROUND_ALONE = "ground";
/** The cloud itself, before its tiles were replaced or corrected. */
export const BEFORE = "before";
/** A limit that an address does not name. */
const MIDDLE = 0.5;
const BESIDE = new RegExp(`^(?:${GROUND_ALONE}|${BEFORE}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$`);

/** A number that no coordinate, distance or height of the Earth exceeds. */
const FARTHEST = 1e8;

/**
 * `?c=class&hide=3,4&z=40,80&flat=1&points=500000#292500.0,6832500.0,52.1,800,0,50`: the hash is the camera, as target, distance, azimuth and
 * tilt in the CRS of the layer. `path` has several of them. What is not valid is left out.
 */
export function readAddress(search: string, hash: string): CloudAddress {
  const query = new URLSearchParams(search);
  const numbers = (name: string) => figuresIn(query.get(name));
  const [low, high] = numbers("z") ?? [];
  const [budget] = numbers("points") ?? [];
  const [lon, lat] = numbers("at") ?? [];
  const colouring = query.get("c");
  const beside = query.get("with");
  const [percent] = numbers("limit") ?? [];
  return {
    camera: cameraIn(hash),
    colouring: COLOURINGS.find((one) => one === colouring) ?? null,
    hidden: (numbers("hide") ?? []).filter((code) => Number.isInteger(code) && code >= 0 && code < 256),
    heights: low !== undefined && high !== undefined && low < high ? [low, high] : null,
    isShaded: query.get("flat") !== "1",
    budget: budget !== undefined && budget > 0 ? budget : null,
    around: outlineIn(numbers("around")),
    ring: ringIn(numbers("ring")),
    ground: GROUNDS.find((one) => one === query.get("ground")) ?? null,
    hasNames: query.get("names") === "1",
    box: boxIn(numbers("box")),
    beside: beside !== null && BESIDE.test(beside) ? beside : null,
    limit: percent !== undefined && percent >= 0 && percent <= 100 ? percent / 100 : MIDDLE,
    path: pathIn(numbers("path")),
    flies: query.get("fly") === "1",
    at: lon !== undefined && lat !== undefined && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null,
  };
}

/** The query and hash that `readAddress` reads back. */
export function writeAddress(address: Omit<CloudAddress, "at">): string {
  const { camera, colouring, hidden, heights, isShaded, budget, around, ring, ground, hasNames, box, beside, limit, path, flies } = address;
  const query = [
    colouring && `c=${colouring}`,
    hidden.length > 0 && `hide=${hidden.toSorted((a, b) => a - b).join(",")}`,
    heights && `z=${heights.map((height) => height.toFixed(1)).join(",")}`,
    !isShaded && "flat=1",
    budget !== null && `points=${budget}`,
    around &&
      `around=${[around[0]?.[2] ?? 0, ...around.flatMap((corner) => corner.slice(0, 2))].map((value) => value.toFixed(1)).join(",")}`,
    ring && `ring=${ring.flatMap((slopes) => slopes.map((slope) => String(Number(slope.toFixed(4))))).join(",")}`,
    ground && `ground=${ground}`,
    hasNames && "names=1",
    box && `box=${[...box.min, ...box.max].map((value) => value.toFixed(1)).join(",")}`,
    beside && `with=${beside}`,
    beside && limit !== MIDDLE && `limit=${Number((limit * 100).toFixed(1))}`,
    path && path.length > 0 && `path=${path.map(cameraText).join(",")}`,
    flies && "fly=1",
  ].filter(Boolean);
  return `${query.length > 0 ? `?${query.join("&")}` : ""}${camera ? `#${cameraText(camera)}` : ""}`;
}

function cameraText({ target, distance, azimuth, tilt }: Camera): string {
  return [...target.map((value) => value.toFixed(1)), ...[distance, azimuth, tilt].map((value) => String(Number(value.toFixed(1))))].join(
    ",",
  );
}

function cameraIn(hash: string): Camera | null {
  const numbers = figuresIn(hash.replace(/^#/, ""));
  return numbers?.length === 6 ? cameraOf(numbers) : null;
}

function cameraOf(numbers: readonly number[]): Camera | null {
  const [x, y, z, distance, azimuth, tilt] = numbers as [number, number, number, number, number, number];
  return distance > 0 ? { target: [x, y, z], distance, azimuth, tilt } : null;
}

function boxIn(numbers: readonly number[] | null): Box | null {
  if (numbers?.length !== 6) return null;
  const [west, south, low, east, north, high] = numbers as [number, number, number, number, number, number];
  const isThick = [east - west, north - south, high - low].every((side) => side >= THINNEST * 0.8);
  return isThick ? { min: [west, south, low], max: [east, north, high] } : null;
}

function pathIn(numbers: readonly number[] | null): Camera[] | null {
  if (!numbers || numbers.length === 0 || numbers.length % 6 !== 0 || numbers.length > MOST_STOPS * 6) return null;
  const cameras = Array.from({ length: numbers.length / 6 }, (_, i) => cameraOf(numbers.slice(6 * i, 6 * i + 6)));
  return cameras.every((camera) => camera !== null) ? cameras : null;
}

/** A height, then x and y of each corner. */
function outlineIn(numbers: readonly number[] | null): Triple[] | null {
  const [height, ...rest] = numbers ?? [];
  if (height === undefined || rest.length < 6 || rest.length % 2 !== 0) return null;
  return Array.from({ length: rest.length / 2 }, (_, i) => [rest[2 * i] as number, rest[2 * i + 1] as number, height]);
}

function ringIn(numbers: readonly number[] | null): Slopes | null {
  if (!numbers || numbers.length < 6 || numbers.length % 2 !== 0) return null;
  return Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i] as number, numbers[2 * i + 1] as number]);
}

function figuresIn(text: string | null): number[] | null {
  const numbers = text === null ? undefined : addressNumbers(text);
  return numbers?.every((value) => Math.abs(value) < FARTHEST) ? numbers : null;
}
