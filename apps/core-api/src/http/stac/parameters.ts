import { CRS84 } from "@archipel/geo/crs-uri.ts";
import type { CloudItemFilter } from "../../modules/clouds/catalogue/service.ts";
import { periodAsked } from "../address-values.ts";
import { boxesOf } from "../ogc/parameters.ts";
import { RequestProblem } from "../ogc/problem.ts";

export const PAGE_PARAMETERS = ["limit", "cursor"];
export const ITEMS_PARAMETERS = [...PAGE_PARAMETERS, "bbox", "datetime"];
export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 1_000;

type Query = Readonly<Record<string, string>>;
const invalid = (parameter: string) => new RequestProblem(400, "parameter-invalid", { parameter });

/** The size of a page. A larger value than the maximum is not an error: the rest follows by `next`. */
export function limitOf({ limit }: Query): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  if (!/^\d{1,15}$/.test(limit) || Number(limit) < 1) throw invalid("limit");
  return Math.min(Number(limit), MAX_LIMIT);
}

/** Where a page starts: our own number, from a `next` link. */
export function cursorOf({ cursor }: Query): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw invalid("cursor");
  return Number(cursor);
}

export function filterOf({ bbox, datetime }: Query): CloudItemFilter {
  return { boxes: bbox === undefined ? null : (boxesOf(bbox, CRS84)?.parts ?? []), days: daysOf(datetime) };
}

/** An instant, or an interval whose ends may be open (`..`), as days in UTC. */
export function daysOf(text: string | undefined): CloudItemFilter["days"] {
  if (text === undefined) return { from: null, to: null };
  const { from, to } = periodAsked(text, "datetime");
  const dayOf = (time: number | null) => (time === null ? null : new Date(time).toISOString().slice(0, 10));
  return { from: dayOf(from), to: dayOf(to) };
}
