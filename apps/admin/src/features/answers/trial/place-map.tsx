"use client";
import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import type { Overlay } from "@archipel/map/layers/overlay.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import type { Map as MapLibre, MapMouseEvent } from "maplibre-gl";
import { useEffect, useEffectEvent, useState } from "react";
import { consoleLayerPalette } from "../../../kit/maps/console-basemap.ts";
import { MapFrame } from "../../../kit/maps/map-frame.tsx";
import { useColourMode } from "../../../kit/maps/use-colour-mode.ts";
import { clickedPlace } from "./tried-place.ts";

interface PlaceMapProps {
  readonly label: string;
  readonly at: readonly [number, number] | null;
  readonly onChoose: (place: AnswerPlace) => void;
}

const START_ZOOM = 13;

/** A small map: a click chooses the place. Without a map the same is typed. */
export default function PlaceMap({ label, at, onChoose }: PlaceMapProps) {
  const mode = useColourMode();
  const [map, setMap] = useState<MapLibre | null>(null);
  const [start] = useState(at);
  const choose = useEffectEvent((event: MapMouseEvent) => onChoose(clickedPlace(event.lngLat)));
  useEffect(() => {
    if (!map) return;
    const clicked = (event: MapMouseEvent) => choose(event);
    map.on("click", clicked);
    return () => {
      map.off("click", clicked);
    };
  }, [map]);
  return (
    <MapFrame
      label={label}
      overlay={pointOverlay(at, mode)}
      view={start ? { lon: start[0], lat: start[1], zoom: START_ZOOM } : undefined}
      focus={at}
      onReady={setMap}
      className="h-56"
    />
  );
}

function pointOverlay(at: readonly [number, number] | null, mode: Mode): Overlay {
  const { accent, labelHalo } = consoleLayerPalette(mode);
  const features = at ? [{ type: "Feature" as const, properties: {}, geometry: { type: "Point" as const, coordinates: [...at] } }] : [];
  return {
    key: JSON.stringify([at, mode]),
    sources: { place: { type: "geojson", data: { type: "FeatureCollection", features } } },
    layers: [
      {
        id: "place",
        type: "circle",
        source: "place",
        paint: { "circle-radius": 8, "circle-color": accent, "circle-stroke-color": labelHalo, "circle-stroke-width": 3 },
      },
    ],
  };
}
