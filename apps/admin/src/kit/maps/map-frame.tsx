"use client";
import type { Bbox, MapView } from "@archipel/contracts/place.ts";
import { composeOverlay, type Overlay } from "@archipel/map/layers/overlay.ts";
import { MapCanvas } from "@archipel/map/ui/map-canvas.tsx";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { useUnchanged } from "@archipel/map/ui/use-unchanged.ts";
import { clsx } from "clsx";
import type { Map as MapLibre } from "maplibre-gl";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { consoleBasemap } from "./console-basemap.ts";
import { useColourMode } from "./use-colour-mode.ts";

interface MapFrameProps {
  /** Name of the map for screen readers. */
  readonly label: string;
  /** Drawn over the console's basemap, again when its key changes. */
  readonly overlay: Overlay;
  /** The map frames them at the start and when they change. */
  readonly bounds?: Bbox | null | undefined;
  /** The nearest zoom at which they are framed. By default their surroundings stay in view. */
  readonly nearest?: number | undefined;
  /** Where the map opens when there are no bounds. */
  readonly view?: MapView | undefined;
  /** lon, lat to fly to. */
  readonly focus?: readonly [number, number] | null | undefined;
  /** The person moved the map. */
  readonly onViewChange?: ((view: MapView) => void) | undefined;
  /** Called with the `id` of a clicked feature of these layers. The page must offer the same without the map. */
  readonly pick?: { readonly layers: readonly string[]; readonly onPick: (id: string) => void } | undefined;
  /** Called with the MapLibre map once it is loaded, and with null when it is removed. */
  readonly onReady?: ((map: MapLibre | null) => void) | undefined;
  /** Another frame covers this one and has the controls and the name of both. */
  readonly isUnder?: boolean | undefined;
  readonly className?: string | undefined;
}

const FRANCE: Bbox = [-5.8, 41.2, 9.8, 51.3];
const NO_PADDING = { top: 0, right: 0, bottom: 0, left: 0 };
const ON_A_PLACE_ZOOM = 15;
const nothing = () => {};

/**
 * A map of the console: the basemap, and the overlay of its page.
 * Props: the overlay, the view and the events are independent; each page uses some of them.
 */
export function MapFrame({
  label,
  overlay,
  bounds,
  nearest = ON_A_PLACE_ZOOM,
  view,
  focus,
  onViewChange,
  pick,
  onReady,
  isUnder = false,
  className,
}: MapFrameProps) {
  const t = useTranslations("admin.map");
  const mode = useColourMode();
  const [handle, setHandle] = useState<MapHandle | null>(null);
  const [isBroken, setBroken] = useState(false);
  const drawn = useUnchanged(overlay, `${mode} ${overlay.key}`);
  const style = useMemo(() => composeOverlay(consoleBasemap(mode), drawn), [mode, drawn]);
  const latestPick = useRef(pick);
  latestPick.current = pick;
  const report = useEffectEvent((map: MapLibre | null) => onReady?.(map));

  useEffect(() => {
    if (!handle) return;
    const map = handle.library;
    const loaded = () => report(map);
    if (map.loaded()) loaded();
    else map.once("load", loaded);
    return () => {
      map.off("load", loaded);
      report(null);
    };
  }, [handle]);

  const fitted = useUnchanged(bounds, bounds?.join(","));
  useEffect(() => {
    if (fitted) handle?.fit(fitted, { maxZoom: nearest, isInstant: true });
  }, [handle, fitted, nearest]);

  const aimed = useUnchanged(focus, focus?.join(","));
  useEffect(() => {
    if (!handle || !aimed) return;
    handle.flyTo({ lon: aimed[0], lat: aimed[1], zoom: Math.max(handle.library.getZoom(), ON_A_PLACE_ZOOM) });
  }, [handle, aimed]);

  return (
    <div className={clsx("relative overflow-hidden rounded-card border border-line bg-map-land", className)}>
      <MapCanvas
        style={style}
        view={view ?? { lon: 0, lat: 0, zoom: 0 }}
        marker={null}
        label={label}
        padding={NO_PADDING}
        framed={{
          bounds: bounds ?? (view ? undefined : FRANCE),
          nearest,
          controls: isUnder ? null : { zoomIn: t("zoomIn"), zoomOut: t("zoomOut"), credits: t("attribution") },
          pickable: () => latestPick.current?.layers ?? [],
          onOverlayPicked: (id) => latestPick.current?.onPick(id),
        }}
        onReady={setHandle}
        onMoved={(next, _bounds, isByHand) => isByHand && onViewChange?.(rounded(next))}
        onPicked={nothing}
        onSettled={nothing}
        onFailed={() => setBroken(true)}
        hasOwnCross={pick === undefined}
        className="absolute inset-0 bg-transparent!"
      />
      {isBroken && <p className="absolute inset-0 flex items-center justify-center p-6 text-center">{t("noWebgl")}</p>}
    </div>
  );
}

/** A view as it is stored: within the world, without digits that make no difference on screen. */
function rounded({ lon, lat, zoom }: MapView): MapView {
  const wrapped = ((((lon + 180) % 360) + 360) % 360) - 180;
  return { lon: round(wrapped, 5), lat: round(lat, 5), zoom: round(zoom, 2) };
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
