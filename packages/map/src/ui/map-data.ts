import type { Bounds } from "./map-handle.ts";

export type AttributeValue = string | number | boolean | null;

export interface FoundFeature {
  fid: number;
  label: string;
  bbox: Bounds | null;
  properties: Record<string, AttributeValue>;
}

/** Where the map gets what tiles do not carry; rejects when it cannot be had. */
export interface MapData {
  feature(layerId: string, fid: number): Promise<FoundFeature>;
  /** @param confidenceAtLeast leaves out features that are trusted less */
  inView(
    layerId: string,
    bounds: Bounds,
    q: string | undefined,
    confidenceAtLeast: number | undefined,
  ): Promise<{ items: FoundFeature[]; total: number }>;
  /** Where the document is that a feature names by its file name; null when the layer's dataset keeps none of it. */
  document?(layerId: string, fileName: string): Promise<{ href: string; title: string } | null>;
}
