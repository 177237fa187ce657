import { type LitFeatures, withLitFeatures } from "@archipel/map/layers/lit-features.ts";
import type { Pick } from "@archipel/map/ui/map-handle.ts";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import type { StyleSpecification } from "maplibre-gl";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useEffectEvent, useMemo, useState } from "react";
import { Folded } from "../answers/card/folded.tsx";
import type { ModeContext, ModeView, RunningMode } from "../map-kit/map-mode.ts";
import { readReportTarget } from "../reports/map/report-target.ts";
import { FeaturesHere, WhatApplies } from "../search/what-applies.tsx";
import { onDemand } from "../site/on-demand.tsx";
import { placeOf } from "./marked-place.ts";
import { usePlaceOutline, withOutline } from "./place-outline.ts";

/** Loaded with the first place: the map is drawn before anyone asks. */
const AnswerPanel = onDemand(() => import("../answers/map/answer-panel.tsx"), <Skeleton className="h-40 w-full" />);

/** The portal's answer at the marked place. A portal without rules lists what its layers have there. */
export function usePlaceMode(context: ModeContext, above: readonly RunningMode[]): ModeView {
  const { portal, state, layers, palette, font, locale, dispatch } = context;
  const { marker } = state;
  const [first] = useState(marker);
  const [lit, setLit] = useState<LitFeatures | null>(null);
  const [picked, setPicked] = useState<Pick | null>(null);
  const place = useMemo(() => marker && placeOf(marker), [marker]);
  const outline = usePlaceOutline(context, place);
  const draw = useMemo(() => {
    if (!lit && !outline) return undefined;
    return (style: StyleSpecification) =>
      withLitFeatures(outline ? withOutline(style, outline, { palette, font }) : style, lit, layers, palette);
  }, [lit, outline, layers, palette, font]);
  useAskedFeature(context);
  const onPicked: ModeView["onPicked"] = (found) => {
    if (!portal.hasAnswers) return false;
    const { lon, lat } = found;
    setPicked(found);
    dispatch({ type: "cleared" });
    dispatch({ type: "marked", marker: { lon, lat, label: "" } });
    return true;
  };
  if (!marker || !place) return { onPicked };
  const onChoose = (layerId: string, fid: number) => {
    dispatch({ type: "switched", layerId, isOn: true });
    dispatch({ type: "selected", hits: [{ layerId, fid }] });
  };
  const here = { portalId: portal.id, marker, layers, palette, locale, onChoose };
  const key = `${marker.lon}/${marker.lat}/${marker.parcels ?? ""}`;
  if (!portal.hasAnswers) {
    return { key, panel: <WhatApplies {...here} onClose={() => dispatch({ type: "marked", marker: null })} /> };
  }
  return {
    key,
    isTall: true,
    draw,
    onPicked,
    panel: (
      <AnswerPanel
        key={key}
        context={context}
        marker={marker}
        place={place}
        isNew={marker !== first}
        onLit={setLit}
        acts={{
          contest: above.find(({ contest }) => contest)?.contest,
          correct: above.find(({ correct }) => correct)?.correct,
          clicked: picked?.lon === marker.lon && picked.lat === marker.lat ? picked.hits : [],
        }}
      >
        <AllHere>
          <FeaturesHere {...here} />
        </AllHere>
      </AnswerPanel>
    ),
  };
}

/** The feature that the address asks for beside the answer. */
function useAskedFeature({ handle, params, layers, dispatch }: ModeContext) {
  const open = useEffectEvent(() => {
    const feature = readReportTarget(params.data)?.feature;
    if (!feature || !layers.some(({ id }) => id === feature.layerId)) return;
    dispatch({ type: "switched", layerId: feature.layerId, isOn: true });
    dispatch({ type: "selected", hits: [feature] });
  });
  useEffect(() => {
    if (handle) open();
  }, [handle]);
}

/** All features at the place, which are read when the visitor asks for them. */
function AllHere({ children }: { readonly children: ReactNode }) {
  const t = useTranslations("map.here");
  const [isOpen, setOpen] = useState(false);
  return (
    <Folded title={t("all")} className="border-line border-t pt-3" onToggle={setOpen}>
      {isOpen && children}
    </Folded>
  );
}
