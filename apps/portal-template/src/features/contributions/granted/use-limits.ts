import type { FeatureLimits, LayerRight } from "@archipel/contracts/contributions.ts";
import type { Change } from "@archipel/map/edit/draft.ts";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/react.tsx";

/** What a person who edits by grants may change of the active feature, and the words for what they may not. */
export interface Limits {
  /** Set for a person who edits by grants. */
  readonly granted: NonNullable<LayerRight["byGrants"]> | null;
  readonly closedColumns: readonly string[];
  readonly why: FeatureLimits["why"];
  /** Why nothing new can be drawn; undefined: it can. */
  readonly noDrawing: string | undefined;
  /** Why the shape of the active feature cannot change. */
  readonly noReshaping: string | undefined;
}

/** The server judges every save. This says it before the person tries. */
export function useLimits(right: LayerRight, active: Change | undefined): Limits {
  const t = useTranslations("contributions.granted");
  const api = useApi();
  const granted = right.byGrants;
  const fid = active?.operation === "insert" ? null : (active?.fid ?? null);
  const { communityId, layerId, communityName: owner } = right;
  const { data } = useQuery({
    ...api.contributions.limits.queryOptions({ communityId, layerId, fid: fid ?? 1 }),
    enabled: granted !== null && fid !== null,
    staleTime: 60_000,
  });
  if (!granted) return { granted, closedColumns: [], why: null, noDrawing: undefined, noReshaping: undefined };
  const limits = fid === null ? undefined : data;
  const noDrawing = granted.givesShapes ? undefined : t("noShapes", { owner });
  // Until the answer is here, a shape is not changed: the change would be lost.
  const isOpen = fid === null || limits?.mayDraw === true;
  const why = limits?.why ?? null;
  const noReshaping = isOpen ? undefined : why === "border" || why === "here" ? t(`why.${why}`, { owner }) : t("noShapes", { owner });
  return {
    granted,
    closedColumns: limits?.closedColumns ?? granted.closedColumns,
    why,
    noDrawing,
    noReshaping: noDrawing ?? noReshaping,
  };
}
