import type { Bounds } from "./map-handle.ts";

export type AttributeValue = string | number | boolean | null;

export interface FoundFeature {
  fid: number;
  label: string;
  bbox: Bounds | null;
  properties: Record<string, AttributeValue>;
}

/** Reads data that tiles do not contain. Rejects when they cannot be read. */
export interface MapData {
  feature(layerId: string, fid: number): Promise<FoundFeature>;
  /** @param confidenceAtLeast leaves out features of lower confidence */
  inView(
    layerId: string,
    bounds: Bounds,
    q: string | undefined,
    confidenceAtLeast: number | undefined,
  ): Promise<{ items: FoundFeature[]; total: number }>;
  /** The document of a file name that a feature contains; null when the dataset of the layer does not have it. */
  document?(layerId: string, fileName: string): Promise<{ href: string; title: string } | null>;
}
