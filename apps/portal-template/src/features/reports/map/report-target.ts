import type { FeatureRef, MapState } from "@archipel/map/model/map-state.ts";

/** What an address asks to report: a new report, the draft in this browser, or a report about a feature. */
export interface ReportTarget {
  readonly isDraft: boolean;
  readonly feature: FeatureRef | null;
}

const FEATURE = /^([0-9a-f-]{36})\/([1-9]\d{0,14})$/;

/** Whether a text can be the key of an answer's rule: `fr-plu/zone-U`. */
export function isRuleKey(text: string | undefined): text is string {
  return /^[a-z][a-z0-9-]{0,39}\/[A-Za-z0-9][\w.-]{0,79}$/.test(text ?? "");
}

/** Reads `report` of the map's address: `new`, `draft` or `<layer id>/<fid>`. Anything else asks for nothing. */
export function readReportTarget(text: string | undefined): ReportTarget | undefined {
  if (text === "new" || text === "draft") return { isDraft: text === "draft", feature: null };
  const [, layerId, fid] = FEATURE.exec(text ?? "") ?? [];
  return layerId === undefined ? undefined : { isDraft: false, feature: { layerId, fid: Number(fid) } };
}

/**
 * The place of a report about a feature: where the visitor tapped it, so that the pin shows which part of a large feature is meant. The
 * middle of its box when it was chosen in a list; null when its box is not known.
 */
export function placeOnFeature(
  selection: MapState["selection"],
  { layerId, fid }: FeatureRef,
  bbox: readonly [number, number, number, number] | null | undefined,
): { lon: number; lat: number } | null {
  const isTapped = selection?.hits.some((hit) => hit.layerId === layerId && hit.fid === fid) ?? false;
  if (selection?.at && isTapped) return selection.at;
  return bbox ? { lon: (bbox[0] + bbox[2]) / 2, lat: (bbox[1] + bbox[3]) / 2 } : null;
}
