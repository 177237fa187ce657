import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { EditColours } from "@archipel/map/edit/modes.ts";
import type { FeatureRef, MapAction } from "@archipel/map/model/map-state.ts";
import type { MapHandle, Pick } from "@archipel/map/ui/map-handle.ts";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type Dispatch, Fragment, type ReactNode, useEffect, useRef, useState } from "react";
import { useApi, useApiClient } from "../../api/react.tsx";
import { ConfirmFeature } from "./confirm-feature.tsx";
import { ContributeEntry } from "./contribute-entry.tsx";
import { useTray } from "./table/use-tray.tsx";

/** What an address asks to edit: a feature of a layer, or a new one. */
export interface EditTarget {
  readonly layerId: string;
  readonly fid: number | null;
  /** A draft to go on with, as a whole. */
  readonly isResumed?: boolean;
}

/** terra-draw and all that draws come only to those who edit. */
const EditMode = dynamic(() => import("./edit-mode.tsx"), { ssr: false, loading: () => <Skeleton className="h-40 w-full" /> });

interface Wanted {
  readonly portalId: string;
  readonly contactEmail: string | null;
  readonly layers: readonly PortalLayer[];
  readonly locale: Locale;
  readonly handle: MapHandle | null;
  readonly colours: EditColours;
  /** What the address asks to edit, or to show. */
  readonly query: { readonly edit: EditTarget | undefined; readonly see: EditTarget | undefined };
  readonly dispatch: Dispatch<MapAction>;
}

/** Contributing from the map: who may, the ways in, and edit mode itself. */
export function useContributing({ portalId, contactEmail, layers, locale, handle, colours, query, dispatch }: Wanted) {
  const api = useApi();
  const client = useApiClient();
  // Without an answer nothing is offered: the map itself needs none of it.
  const { data: rights } = useQuery({ ...api.contributions.rights.queryOptions({ portalId }), staleTime: 60_000 });
  const [target, setTarget] = useState<EditTarget | null>(null);
  const [hidden, setHidden] = useState<readonly FeatureRef[]>([]);
  const [isDrawing, setDrawing] = useState(false);
  const pick = useRef<((pick: Pick) => void) | null>(null);
  const { tray, place: trayPlace } = useTray();

  const begin = (next: EditTarget) => {
    dispatch({ type: "switched", layerId: next.layerId, isOn: true });
    dispatch({ type: "cleared" });
    dispatch({ type: "marked", marker: null });
    setTarget(next);
  };
  const end = () => {
    setTarget(null);
    setHidden([]);
    setDrawing(false);
    tray.onShare(0);
    dispatch({ type: "cleared" });
    pick.current = null;
  };
  const hasAnswered = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the rights and the map are there
  useEffect(() => {
    const asked = query.edit ?? query.see;
    if (!asked || !rights || !handle || hasAnswered.current) return;
    hasAnswered.current = true;
    if (query.edit && rights.find(({ layerId }) => layerId === asked.layerId)?.may === "contribute") {
      begin(asked);
      return;
    }
    const { layerId, fid } = asked;
    dispatch({ type: "switched", layerId, isOn: true });
    if (fid === null) return;
    dispatch({ type: "selected", hits: [{ layerId, fid }] });
    // The panel tells when the feature cannot be read.
    client.features.get.query({ layerId, fid }).then(
      ({ bbox }) => bbox && handle.fit(bbox),
      () => undefined,
    );
  }, [query, rights, handle]);

  const entry = (layer: PortalLayer | undefined, fid: number | null): ReactNode => {
    const right = rights?.find(({ layerId }) => layerId === layer?.id);
    if (!layer || !right || right.may === "nothing" || target) return null;
    return (
      <Fragment key={`${layer.id}/${fid}`}>
        <ContributeEntry
          right={right}
          fid={fid}
          layerTitle={layer.title}
          contactEmail={contactEmail}
          onBegin={() => begin({ layerId: layer.id, fid })}
        />
        {fid !== null && right.may === "contribute" && <ConfirmFeature communityId={right.communityId} layerId={layer.id} fid={fid} />}
      </Fragment>
    );
  };
  const panel =
    target && handle && rights ? (
      <EditMode
        key={`${target.layerId}/${target.fid}`}
        target={target}
        rights={rights}
        layers={layers}
        locale={locale}
        handle={handle}
        colours={colours}
        pick={pick}
        onHidden={setHidden}
        onChosen={(feature) => dispatch(feature ? { type: "selected", hits: [feature] } : { type: "cleared" })}
        tray={tray}
        onDrawing={setDrawing}
        onClose={end}
      />
    ) : null;
  return {
    panel,
    isEditing: target !== null,
    isDrawing,
    hidden,
    entry,
    onPicked: (found: Pick) => pick.current?.(found),
    /** Where the table lies over the map, and how much of it it covers from below. */
    tray: trayPlace,
    trayShare: tray.share,
  };
}
