import type { LegendItem } from "@archipel/map-style/legend.ts";
import type { Map as MapLibreMap } from "maplibre-gl";
import { useEffect, useState } from "react";
import type { MapHandle } from "./map-handle.ts";

/** The colours in which each layer has features in view, by the id of the layer. */
export type DrawnColours = ReadonlyMap<string, ReadonlySet<string>>;

const PAINTS = ["fill-color", "line-color", "circle-color", "heatmap-color"] as const;

/** Reads the colours of the features that are drawn. */
function coloursInView(map: MapLibreMap): DrawnColours {
  const layers = map
    .getStyle()
    .layers.filter(({ id, type }) => id.startsWith("data/") && type !== "symbol" && !id.endsWith("/outline"))
    .map(({ id }) => id);
  const found = new Map<string, Set<string>>();
  for (const { layer } of layers.length > 0 ? map.queryRenderedFeatures({ layers }) : []) {
    const layerId = layer.id.split("/")[1] ?? "";
    const colours = found.get(layerId) ?? new Set();
    found.set(layerId, colours);
    for (const name of PAINTS) {
      const colour = hexOf(Reflect.get(layer.paint ?? {}, name));
      if (colour) colours.add(colour);
    }
  }
  return found;
}

/** MapLibre gives the colours of features as shares of red, green and blue. */
function hexOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const parts = ["r", "g", "b"].map((name) => Number(Reflect.get(value, name)));
  if (!parts.every(Number.isFinite)) return undefined;
  return `#${parts
    .map((part) =>
      Math.round(part * 255)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

/** The colours in view, read again each time the map has come to rest; null while they are not wanted. */
export function useDrawnColours(handle: MapHandle | null, isWanted: boolean): DrawnColours | null {
  const [colours, setColours] = useState<DrawnColours | null>(null);
  useEffect(() => {
    if (!handle || !isWanted) {
      setColours(null);
      return;
    }
    const map = handle.library;
    const read = () => setColours(coloursInView(map));
    if (map.loaded()) read();
    map.on("idle", read);
    return () => {
      map.off("idle", read);
    };
  }, [handle, isWanted]);
  return colours;
}

/** The entries of a legend that are in view. Entries without a colour of their own stay, and so does a legend of one entry. */
export function itemsInView(items: readonly LegendItem[], drawn: ReadonlySet<string> | undefined): LegendItem[] {
  if (items.length < 2) return [...items];
  return items.filter(({ drawnColour }) => drawnColour === undefined || drawn?.has(drawnColour));
}
