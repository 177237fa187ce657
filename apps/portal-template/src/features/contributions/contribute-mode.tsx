import type { LayerRight } from "@archipel/contracts/contributions.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { FeatureRef, Marker } from "@archipel/map/model/map-state.ts";
import type { MapHandle, Pick } from "@archipel/map/ui/map-handle.ts";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery } from "@tanstack/react-query";
import { Fragment, type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { useApi, useApiClient } from "../../api/react.tsx";
import type { ContributionOffer, ModeContext, ModeView } from "../map-kit/map-mode.ts";
import { onDemand } from "../site/on-demand.tsx";
import { ConfirmFeature } from "./confirm-feature.tsx";
import { ContributeEntry } from "./contribute-entry.tsx";
import { DraftNotice } from "./draft-notice.tsx";
import { type EditTarget, readEditTarget } from "./edit-target.ts";
import { useTray } from "./table/use-tray.tsx";

/** Loaded on demand: terra-draw and the editor are large, and most visitors never edit. */
const EditMode = onDemand(() => import("./edit-mode.tsx"), <Skeleton className="h-40 w-full" />);

/** Contributing from the map: the entry points for those who may edit, and the editor itself. */
export function useContributeMode({ portal, layers, locale, handle, colours, params, state, dispatch }: ModeContext): ModeView {
  const api = useApi();
  const client = useApiClient();
  // Until core-api answers, nothing is offered: the map works without the rights.
  const { data: rights } = useQuery({ ...api.contributions.rights.queryOptions({ portalId: portal.id }), staleTime: 60_000 });
  const [target, setTarget] = useState<EditTarget | null>(null);
  const [hidden, setHidden] = useState<readonly FeatureRef[]>([]);
  const [isDrawing, setDrawing] = useState(false);
  const pick = useRef<((pick: Pick) => void) | null>(null);
  const { tray, place: trayPlace } = useTray();

  /** The answer or the list of objects that the person came from. */
  const before = useRef<Marker | null>(null);
  const begin = (next: EditTarget) => {
    before.current = state.marker;
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
    dispatch({ type: "marked", marker: before.current });
    before.current = null;
    pick.current = null;
  };
  const hasAnswered = useRef(false);
  /** Opens the feature of the address, once. */
  const answer = useEffectEvent(
    (edit: EditTarget | undefined, see: EditTarget | undefined, map: MapHandle, known: readonly LayerRight[]) => {
      const asked = edit ?? see;
      if (!asked || hasAnswered.current) return;
      hasAnswered.current = true;
      if (edit && known.find(({ layerId }) => layerId === asked.layerId)?.may === "contribute") {
        begin(asked);
        return;
      }
      const { layerId, fid } = asked;
      dispatch({ type: "switched", layerId, isOn: true });
      if (fid === null) return;
      dispatch({ type: "selected", hits: [{ layerId, fid }] });
      // The feature's panel says when the feature cannot be read.
      client.features.get.query({ layerId, fid }).then(
        ({ bbox }) => bbox && map.fit(bbox),
        () => undefined,
      );
    },
  );
  useEffect(() => {
    if (rights && handle) answer(readEditTarget(params.edit), readEditTarget(params.see), handle, rights);
  }, [params.edit, params.see, rights, handle]);

  const entry = (layer: PortalLayer, fid: number): ReactNode => {
    const right = rights?.find(({ layerId }) => layerId === layer.id);
    if (!right || right.may === "nothing" || target) return null;
    return (
      <Fragment key={`${layer.id}/${fid}`}>
        <ContributeEntry right={right} fid={fid} contactEmail={portal.contactEmail} onBegin={() => begin({ layerId: layer.id, fid })} />
        {right.may === "contribute" && !right.byGrants && <ConfirmFeature communityId={right.communityId} layerId={layer.id} fid={fid} />}
      </Fragment>
    );
  };
  const isEditing = target !== null;
  const contributions = layers.flatMap(({ id: layerId, title }): ContributionOffer[] => {
    const right = rights?.find((one) => one.layerId === layerId);
    if (!right || right.may === "nothing") return [];
    return [{ layerId, title, may: right.may, communityName: right.communityName, begin: () => begin({ layerId, fid: null }) }];
  });
  return {
    isActive: isEditing,
    panel:
      target && handle && rights ? (
        <EditMode
          key={`${target.layerId}/${target.fid}`}
          target={target}
          page={{ rights, layers, locale, handle, colours, tray }}
          pick={pick}
          onHidden={setHidden}
          onChosen={(feature) => dispatch(feature ? { type: "selected", hits: [feature] } : { type: "cleared" })}
          onDrawing={setDrawing}
          onClose={end}
        />
      ) : null,
    key: isEditing ? "edit" : null,
    isTall: isEditing,
    isDrawing,
    cursor: isEditing ? "tool" : undefined,
    onPicked(found) {
      if (isEditing) pick.current?.(found);
      return isEditing;
    },
    featureAction: (layer, { fid }) => entry(layer, fid),
    correct: ({ layerId, fid }) =>
      !isEditing && rights?.some((right) => right.layerId === layerId && right.may === "contribute")
        ? () => begin({ layerId, fid })
        : undefined,
    notice: !isEditing && handle && rights?.some(({ may }) => may === "contribute") && <DraftNotice rights={rights} onResume={begin} />,
    contributions: isEditing ? [] : contributions,
    tray: trayPlace,
    trayShare: tray.share,
    hidden,
  };
}
