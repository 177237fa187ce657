import { type Bbox, clampBbox, growBbox } from "@archipel/geo/bbox.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { CRS84, type NamedCrs, parseCrs } from "@archipel/geo/crs-uri.ts";
import { bboxToMercator } from "@archipel/geo/mercator.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { fieldCalled } from "../../layer-store/describe/source-names.ts";
import { type Collection, type ItemsFilter, isValueOf } from "../../modules/features/collections/service.ts";
import { assertDegrees, numberAsked, periodAsked } from "../address-values.ts";
import { RequestProblem } from "./problem.ts";

export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 10_000;
export const ITEMS_PARAMETERS = ["limit", "bbox", "bbox-crs", "crs", "datetime", "offset", "cursor"];

type Query = Readonly<Record<string, string>>;

const invalid = (parameter: string) => new RequestProblem(400, "parameter-invalid", { parameter });

/** Number of features on a page. A larger value than the maximum is not an error: the rest follows by `next`. */
export function limitOf({ limit }: Query): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  if (!/^\d{1,15}$/.test(limit) || Number(limit) < 1) throw invalid("limit");
  return Math.min(Number(limit), MAX_LIMIT);
}

export interface Start {
  after: number;
  offset: number;
  /** Whether an earlier page counted the features, or failed to. */
  isCounted: boolean;
  matched: number | null;
}

/** Where a page starts: after a feature (`cursor`, our own format), or after a number of features (`offset`). */
export function startOf({ cursor, offset }: Query): Start {
  if (cursor !== undefined) {
    const parts = /^(\d{1,15})\.(\d{1,15})?$/.exec(Buffer.from(cursor, "base64url").toString("latin1"));
    if (!parts || offset !== undefined) throw invalid("cursor");
    return { after: Number(parts[1]), offset: 0, isCounted: true, matched: parts[2] === undefined ? null : Number(parts[2]) };
  }
  if (offset !== undefined && !/^\d{1,15}$/.test(offset)) throw invalid("offset");
  return { after: 0, offset: Number(offset ?? 0), isCounted: false, matched: null };
}

/** The cursor of the page after a feature. It contains the count, so that a client that follows it counts only once. */
export function cursorAfter(fid: number, matched: number | null): string {
  return Buffer.from(`${fid}.${matched ?? ""}`, "latin1").toString("base64url");
}

/** One of the CRS in which a collection is available. */
export function crsNamed(text: string | undefined, collection: Collection, refusal: () => RequestProblem): NamedCrs {
  if (text === undefined) return CRS84;
  const named = parseCrs(text);
  const offered = collection.crs.find(({ uri }) => uri === named?.uri);
  if (!offered) throw refusal();
  return offered;
}

export const crsOfQuery = (query: Query, collection: Collection) => crsNamed(query.crs, collection, () => invalid("crs"));

/** The filter of a query: a box, values of fields. Features have no time of their own, so every `datetime` matches all of them. */
export function filterOf(query: Query, collection: Collection): ItemsFilter {
  if (query.datetime !== undefined) periodAsked(query.datetime, "datetime");
  const equal = Object.entries(query).flatMap(([parameter, value]) => {
    const isOwn = ITEMS_PARAMETERS.includes(parameter) || parameter === "f";
    const field = isOwn ? undefined : fieldCalled(collection.fields, collection.names, parameter);
    if (!field) return [];
    if (!isValueOf(field.type, value)) throw invalid(parameter);
    return [{ field, value }];
  });
  const bboxCrs = crsNamed(query["bbox-crs"], collection, () => invalid("bbox-crs"));
  return { boxes: query.bbox === undefined ? null : boxesOf(query.bbox, bboxCrs), equal };
}

/** Four numbers, or six with heights, in the axis order of their CRS. A box across the antimeridian (west > east) becomes two. */
export function boxesOf(text: string, crs: NamedCrs): ItemsFilter["boxes"] {
  const parts = text.split(",");
  if (parts.length !== 4 && parts.length !== 6)
    throw new DomainError("malformed", "bbox-count", { parameter: "bbox", count: parts.length });
  const numbers = parts.map((part) => numberAsked(part, "bbox"));
  const half = numbers.length / 2;
  const [first = 0, second = 0] = numbers;
  const [third = 0, fourth = 0] = numbers.slice(half);
  const [west, south, east, north]: Bbox = crs.isNorthFirst ? [second, first, fourth, third] : [first, second, third, fourth];
  const known = crsOf(crs.srid);
  const backwards = (low: number, high: number) =>
    new DomainError("malformed", "bbox-backwards", { parameter: "bbox", low: String(low), high: String(high) });
  if (south > north) throw backwards(south, north);
  if (crs.srid === 4326) {
    for (const lon of [west, east]) assertDegrees(lon, "bbox", 180);
    for (const lat of [south, north]) assertDegrees(lat, "bbox", 90);
    const parts: Bbox[] =
      west <= east
        ? [[west, south, east, north]]
        : [
            [west, south, 180, north],
            [-180, south, east, north],
          ];
    return { srid: 3857, parts: parts.map(bboxToMercator) };
  }
  if (west > east) throw backwards(west, east);
  // Far outside the domain of a CRS its coordinates mean nothing (and PROJ refuses them).
  const inside = clampBbox([west, south, east, north], growBbox(known?.bounds ?? [west, south, east, north], 0.05));
  return { srid: crs.srid, parts: inside ? [inside] : [] };
}
