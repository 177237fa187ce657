/**
 * What the SQL of a layer measures between a feature and the place, in the place's metric CRS. Holes are kept; the parts of a feature, and
 * the parcels of a place, are united first. `areaM2` is the common area, `lengthM` the length of the line inside, `count` the number of
 * points inside, or 1 for an area that covers a place that is a point.
 */
export interface Extent {
  areaM2: number;
  lengthM: number;
  count: number;
}

export interface Figures {
  shape: "area" | "line" | "point";
  now: Extent;
  /** What may be common: with the place grown by the tolerance. */
  grown: Extent;
  /**
   * What is surely common: the greater of the measures with the place shrunk and with the feature shrunk. A narrow strip through a field
   * vanishes when it is shrunk, and a narrow place too; only one of the two has to remain.
   */
  shrunk: Extent;
  /** True when the feature covers the whole place, exactly. */
  coversPlace: boolean;
  /** Metres between the feature and the place, 0 when they touch; null when it has no position. */
  distanceM: number | null;
}

export const NOTHING: Extent = { areaM2: 0, lengthM: 0, count: 0 };
