"use client";
import type { AddressCandidate } from "@archipel/contracts/addresses.ts";
import type { Bbox } from "@archipel/contracts/place.ts";
import type { Overlay } from "@archipel/map/layers/overlay.ts";
import { Button } from "@archipel/ui/button.tsx";
import type { LayerSpecification, Map as MapLibre } from "maplibre-gl";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { MapFrame } from "../../../kit/maps/map-frame.tsx";

interface CandidatesMapProps {
  readonly label: string;
  readonly candidates: readonly AddressCandidate[];
  /** Index of the candidate that is marked. */
  readonly shown: number;
  /** The middle of the map is the place to choose. */
  readonly isByHand: boolean;
  readonly onPlaced: (lon: number, lat: number) => void;
  readonly onCancel: () => void;
}

const INK = "#c2410c";

/** The candidates of an address; or, by hand, a map whose middle becomes the place: it is moved by pointer or by arrow keys. */
export default function CandidatesMap({ label, candidates, shown, isByHand, onPlaced, onCancel }: CandidatesMapProps) {
  const t = useTranslations("admin.addresses");
  const [map, setMap] = useState<MapLibre | null>(null);
  const bounds = useMemo(() => boundsOf(candidates), [candidates]);
  const features = candidates.map(({ lon, lat }, index) => ({
    type: "Feature" as const,
    properties: { isShown: index === shown },
    geometry: { type: "Point" as const, coordinates: [lon, lat] },
  }));
  const overlay: Overlay = {
    key: `${candidates.map(({ lon, lat }) => `${lon} ${lat}`).join()} ${shown}`,
    sources: { candidates: { type: "geojson", data: { type: "FeatureCollection", features } } },
    layers: LAYERS,
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="relative h-64 lg:h-80">
        <MapFrame label={label} overlay={overlay} bounds={bounds} onReady={setMap} className="h-full" />
        {isByHand && (
          <span aria-hidden className="pointer-events-none absolute inset-0 m-auto block size-8 text-danger">
            <span className="absolute inset-x-0 top-1/2 h-0.5 -translate-y-1/2 bg-current" />
            <span className="absolute inset-y-0 left-1/2 w-0.5 -translate-x-1/2 bg-current" />
          </span>
        )}
      </div>
      {isByHand && (
        <>
          <p className="text-small">{t("byHandText")}</p>
          <div className="flex flex-wrap gap-2">
            <Button
              tone="primary"
              disabled={!map}
              onClick={() => {
                if (!map) return;
                const { lng, lat } = map.getCenter().wrap();
                onPlaced(lng, lat);
              }}
            >
              {t("placeHere")}
            </Button>
            <Button onClick={onCancel}>{t("cancelByHand")}</Button>
          </div>
        </>
      )}
    </div>
  );
}

function boundsOf(candidates: readonly AddressCandidate[]): Bbox | null {
  if (candidates.length === 0) return null;
  const [lons, lats] = [candidates.map(({ lon }) => lon), candidates.map(({ lat }) => lat)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

const LAYERS: readonly LayerSpecification[] = [
  {
    id: "candidates",
    type: "circle",
    source: "candidates",
    paint: {
      "circle-color": INK,
      "circle-radius": ["case", ["get", "isShown"], 9, 5],
      "circle-stroke-color": "#ffffff",
      "circle-stroke-width": ["case", ["get", "isShown"], 3, 1],
    },
  },
];
