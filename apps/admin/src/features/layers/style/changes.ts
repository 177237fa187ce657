import { isByConfidence } from "@archipel/map-style/confidence.ts";
import type { LayerStyle, StatedStyle } from "@archipel/map-style/layer-style.ts";

/** The kinds that the editor offers: confidence is a range of its own. */
export const KINDS = ["auto", "simple", "categorised", "graduated", "proportional", "heat", "clusters", "confidence"] as const;
export type Kind = (typeof KINDS)[number];

export const kindOf = (style: LayerStyle): Kind => (isByConfidence(style) ? "confidence" : style.kind);

/** What an editor holds: both are saved together. */
export interface StyleDraft {
  readonly title: string;
  readonly style: LayerStyle;
}

export type Change =
  | { readonly what: "title" | "column"; readonly from: string; readonly to: string }
  | { readonly what: "kind"; readonly from: Kind; readonly to: Kind }
  | { readonly what: "classAdded" | "classRemoved" | "classChanged"; readonly name: string }
  | {
      readonly what: "limits" | "order" | "palette" | "appearance" | "label" | "other" | "zooms" | "size" | "heat" | "clusters" | "unit";
    };

type Classed = Extract<StatedStyle, { kind: "categorised" | "graduated" }>;

/** What a draft changes, in the order of the editor; empty when both draw the same. */
export function changesBetween(before: StyleDraft, after: StyleDraft): Change[] {
  return [
    ...(before.title.trim() === after.title.trim() ? [] : [{ what: "title" as const, from: before.title, to: after.title }]),
    ...styleChanges(before.style, after.style),
  ];
}

function styleChanges(before: LayerStyle, after: LayerStyle): Change[] {
  const [from, to] = [kindOf(before), kindOf(after)];
  if (from !== to) return [{ what: "kind", from, to }];
  if (before.kind === "auto" || after.kind === "auto") return [];
  return [
    ...columnChange(before, after),
    ...classChanges(before, after),
    ...changeOf("size", before, after, ["from", "to", "scale"]),
    ...(after.kind === "heat" ? changeOf("heat", before, after, ["colours", "radiusPx", "intensity", "weightOne", "pointsFromZoom"]) : []),
    ...(after.kind === "clusters" ? changeOf("clusters", before, after, ["distancePx", "clusterColour", "pointsFromZoom"]) : []),
    ...changeOf("unit", before, after, ["unit"]),
    ...changeOf("other", before, after, ["other", "otherLabel", "isOtherHidden"]),
    ...changeOf("appearance", before, after, ["appearance"]),
    ...changeOf("label", before, after, ["label"]),
    ...changeOf("zooms", before, after, ["minZoom", "maxZoom"]),
  ];
}

function columnChange(before: StatedStyle, after: StatedStyle): Change[] {
  const [from, to] = [before, after].map((style) => ("column" in style ? (style.column ?? "") : ""));
  return from === to || from === undefined || to === undefined ? [] : [{ what: "column", from, to }];
}

function classChanges(before: StatedStyle, after: StatedStyle): Change[] {
  if (before.kind === "categorised" && after.kind === "categorised") {
    const named = (style: Extract<Classed, { kind: "categorised" }>) => style.categories.map((one) => [String(one.value), one] as const);
    const order = (style: typeof before) => style.categories.map(({ value }) => value);
    const found = compareClasses(named(before), named(after));
    return found.length === 0 && !isEqual(order(before), order(after)) ? [{ what: "order" }] : found;
  }
  if (before.kind !== "graduated" || after.kind !== "graduated") return [];
  const limits = (style: typeof before) => style.stops.map(({ from }) => from);
  if (!isEqual(limits(before), limits(after))) return [{ what: "limits" }];
  const isRecoloured = before.stops.every((stop, index) => stop.colour !== after.stops[index]?.colour);
  if (isRecoloured) return [{ what: "palette" }];
  const named = (style: typeof before) => style.stops.map((stop) => [stop.label ?? `≥ ${stop.from}`, stop] as const);
  return compareClasses(named(before), named(after));
}

function compareClasses(before: readonly (readonly [string, object])[], after: readonly (readonly [string, object])[]): Change[] {
  const [old, next] = [new Map(before), new Map(after)];
  const common = [...next].filter(([name]) => old.has(name));
  const altered = common.filter(([name, one]) => !isEqual(old.get(name), one));
  const isAllRecoloured = common.length > 3 && altered.length === common.length;
  return [
    ...[...next.keys()].filter((name) => !old.has(name)).map((name) => ({ what: "classAdded" as const, name })),
    ...[...old.keys()].filter((name) => !next.has(name)).map((name) => ({ what: "classRemoved" as const, name })),
    ...(isAllRecoloured ? [{ what: "palette" as const }] : altered.map(([name]) => ({ what: "classChanged" as const, name }))),
  ];
}

type Simple = Exclude<Change, { from: string } | { name: string } | { from: Kind }>["what"];

function changeOf(what: Simple, before: object, after: object, keys: readonly string[]): Change[] {
  const part = (style: object) => keys.map((key) => Reflect.get(style, key));
  return isEqual(part(before), part(after)) ? [] : [{ what }];
}

function isEqual(first: unknown, second: unknown): boolean {
  return canonical(first) === canonical(second);
}

/** JSON without absent members, empty objects and the order of keys. */
function canonical(value: unknown): string | undefined {
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one) ?? "null").join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, member]) => {
      const text = canonical(member);
      return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`];
    });
  return members.length === 0 ? undefined : `{${members.join()}}`;
}
