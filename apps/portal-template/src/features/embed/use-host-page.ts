import type { MapLayer } from "@archipel/map/layers/map-layer.ts";
import type { FeatureRef, View } from "@archipel/map/model/map-state.ts";
import type { AttributeValue, FoundFeature, MapData } from "@archipel/map/ui/map-data.ts";
import type { Bounds, MapHandle } from "@archipel/map/ui/map-handle.ts";
import { useEffect, useEffectEvent, useRef } from "react";

interface HostPageInput {
  /** The origin of the page around the frame; null: it gets no events. */
  readonly host: string | null;
  readonly handle: MapHandle | null;
  readonly view: View;
  readonly bounds: Bounds | null;
  /** The feature that the visitor chose, and its layer. */
  readonly chosen: { readonly feature: FeatureRef; readonly layer: MapLayer } | null;
  readonly data: MapData;
}

/**
 * Messages between the map and the page around its frame. The browser delivers ours only if that page has the origin that the address of
 * the frame names, and we listen only to that page and that origin.
 */
export function useHostPage({ host, handle, view, bounds, chosen, data }: HostPageInput): void {
  const post = (type: string, detail: object) => {
    if (host !== null && window.parent !== window) window.parent.postMessage({ archipel: 1, type, detail }, host);
  };
  const moved = useEffectEvent((type: "ready" | "view-change") => post(type, { view, bounds }));
  const isStarted = useRef(false);
  const isReady = handle !== null && bounds !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new view is an event
  useEffect(() => {
    if (!isReady) return;
    moved(isStarted.current ? "view-change" : "ready");
    isStarted.current = true;
  }, [isReady, view, bounds]);

  const heard = useEffectEvent(async (event: MessageEvent<unknown>) => {
    if (event.source !== window.parent || event.origin !== host) return;
    // With the library that checks input: most pages never ask.
    const { askedView } = await import("./asked-view.ts");
    const asked = askedView(event.data);
    if (asked) handle?.flyTo(asked);
  });
  useEffect(() => {
    const listen = (event: MessageEvent<unknown>) => void heard(event);
    window.addEventListener("message", listen);
    return () => window.removeEventListener("message", listen);
  }, []);

  const report = useEffectEvent(async (isCurrent: () => boolean) => {
    if (!chosen || host === null) return;
    // The panel says that a feature cannot be read; the page around the frame gets no event of it.
    const feature = await data.feature(chosen.feature.layerId, chosen.feature.fid).catch(() => null);
    if (feature && isCurrent()) post("feature-click", clickedFeature(chosen.layer, feature));
  });
  const key = chosen && `${chosen.feature.layerId}/${chosen.feature.fid}`;
  useEffect(() => {
    let isCurrent = key !== null;
    report(() => isCurrent);
    return () => {
      isCurrent = false;
    };
  }, [key]);
}

/** What the page around the frame learns of a feature: what its panel shows, by the names of the fields. */
export function clickedFeature(layer: Pick<MapLayer, "id" | "title" | "fields">, { fid, label, properties }: FoundFeature) {
  const shown = layer.fields.filter(({ isHidden }) => !isHidden);
  const values = shown.map(({ name, column }): [string, AttributeValue] => [name, properties[column] ?? null]);
  return { layer: { id: layer.id, title: layer.title }, feature: { id: fid, label, properties: Object.fromEntries(values) } };
}
