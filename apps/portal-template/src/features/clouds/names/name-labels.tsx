import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import { useEffect, useState } from "react";
import { type PlacedName, placeNames, type SceneName } from "./place-names.ts";
import { NAME_WEIGHT } from "./use-names.ts";

interface NameLabelsProps {
  readonly engine: CloudEngine;
  readonly names: readonly SceneName[];
}

/** Names of places over the points. They are on the map, too, and what the points show is said in words: hidden from screen readers. */
export function NameLabels({ engine, names }: NameLabelsProps) {
  const placed = usePlaced(engine, names);
  return (
    <svg
      aria-hidden
      data-testid="cloud-names"
      className="pointer-events-none absolute inset-0 size-full fill-ink stroke-ground"
      strokeWidth={4}
      strokeLinejoin="round"
      paintOrder="stroke"
      textAnchor="middle"
      fontWeight={NAME_WEIGHT}
    >
      {placed.map(({ name: { text, size, place }, x, y }) => (
        <text key={`${text} ${place[0]} ${place[1]}`} x={x} y={y} dy="0.35em" fontSize={size}>
          {text}
        </text>
      ))}
    </svg>
  );
}

/** The names of the view, chosen again when it or its size changes: frames that only add points change nothing. */
function usePlaced(engine: CloudEngine, names: readonly SceneName[]): readonly PlacedName[] {
  const [placed, setPlaced] = useState<readonly PlacedName[]>([]);
  useEffect(() => {
    let seen = "";
    const place = () => {
      const { camera, screen } = engine;
      const view = [...camera.target, camera.distance, camera.azimuth, camera.tilt, screen.width, screen.height].join(" ");
      if (view === seen) return;
      seen = view;
      setPlaced(placeNames(names, camera, screen));
    };
    place();
    return engine.subscribe(place);
  }, [engine, names]);
  return placed;
}
