import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { LiveLayers } from "@archipel/map/model/live-layers.ts";
import type { ListedLayer, MapAction } from "@archipel/map/model/map-state.ts";
import { pageStream } from "@archipel/map/model/page-stream.ts";
import { useRouter } from "next/navigation";
import { type Dispatch, useEffect, useEffectEvent, useRef, useState } from "react";

/** Several changes of one moment are one. */
const GATHER_MS = 400;

/**
 * The layers of the page, which follow what a manager changes of them while the page is open. What a source of the map was made with
 * stays: another would be loaded anew, and everything on it would flash.
 */
export function useLayers(told: readonly PortalLayer[]): readonly PortalLayer[] {
  const [first] = useState(() => new Map<string, PortalLayer>());
  const last = useRef<{ told: readonly PortalLayer[]; layers: readonly PortalLayer[] } | null>(null);
  if (last.current?.told !== told) {
    const layers = told.map((layer) => {
      const known = first.get(layer.id) ?? layer;
      first.set(layer.id, known);
      const { revision, bbox, minZoom, maxZoom } = known;
      return { ...layer, revision, bbox, minZoom, maxZoom };
    });
    last.current = { told, layers };
  }
  return last.current.layers;
}

/** Asks for the layers again when how they are shown changed; place, selection and what is switched on stay. */
export function useFollowedLook(
  layers: readonly PortalLayer[],
  /** They and the pictures. */
  listed: readonly ListedLayer[],
  live: LiveLayers,
  dispatch: Dispatch<MapAction>,
  refresh: () => void,
): void {
  const router = useRouter();
  const before = useRef(layers);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = pageStream().on("look", () => {
      clearTimeout(timer);
      timer = setTimeout(() => router.refresh(), GATHER_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [router]);

  const changed = useEffectEvent(() => {
    if (before.current === layers) return;
    const styles = new Map(before.current.map(({ id, style }) => [id, JSON.stringify(style)]));
    before.current = layers;
    live.add(layers);
    for (const { id, style } of layers) if (styles.has(id) && styles.get(id) !== JSON.stringify(style)) live.renewed(id);
    dispatch({ type: "listed", layers: listed });
    refresh();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the page got its layers again
  useEffect(() => changed(), [layers]);
}
