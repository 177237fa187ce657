import type { Extent, Figures } from "../relations/figures.ts";
import { NOTHING } from "../relations/figures.ts";
import type { Place } from "../report/place.ts";
import type { FeatureReading, Readings, SourceReading } from "../report/reading.ts";

export const PLACE_M2 = 1_000;

export const place: Place = {
  kind: "parcels",
  label: "000 AB 0012",
  crs: 2154,
  precision: "parcel",
  centre: [4.35, 43.83],
  parcels: [{ id: "300140000AB0012", declaredM2: 1_000, drawnM2: PLACE_M2 }],
  commune: { insee: "30014", name: "Saint-Aubrin" },
};

/** An area that has so much in common with the place, whatever the tolerance. */
export function area(areaM2: number, facts: Partial<Figures> = {}): Figures {
  const extent: Extent = { ...NOTHING, areaM2 };
  return { shape: "area", now: extent, grown: extent, shrunk: extent, coversPlace: areaM2 === PLACE_M2, distanceM: 0, ...facts };
}

/** An area whose limit passes so near that it may or may not touch the place. */
export function atBorder(now = 0): Figures {
  return area(now, { grown: { ...NOTHING, areaM2: now + 50 }, shrunk: NOTHING, distanceM: now > 0 ? 0 : 0.4 });
}

/** An area that lies beside the place. */
export const NEAR: Figures = { shape: "area", now: NOTHING, grown: NOTHING, shrunk: NOTHING, coversPlace: false, distanceM: 20 };

/** A point at a distance. */
export function pointAt(distanceM: number): Figures {
  return { shape: "point", now: NOTHING, grown: NOTHING, shrunk: NOTHING, coversPlace: false, distanceM };
}

export function feature(
  id: string,
  attributes: FeatureReading["attributes"],
  figures: Figures = area(PLACE_M2),
  facts: Partial<FeatureReading> = {},
): FeatureReading {
  return { id, attributes, figures, ...facts };
}

/** A layer that was read, covers the place and has these features. */
export function reading(source: string, features: FeatureReading[], facts: Partial<SourceReading> = {}): SourceReading {
  return {
    source,
    layer: {
      ref: `layer-${source}`,
      title: `Layer ${source}`,
      version: "7",
      imported: "2026-11-01",
      scaleDenominator: 5_000,
      isRestricted: false,
    },
    coverage: "whole",
    outcome: "read",
    features,
    ...facts,
  };
}

export function readings(themes: Record<string, SourceReading[]>, facts: Partial<Readings> = {}): Readings {
  return {
    place,
    placeM2: PLACE_M2,
    themes: Object.entries(themes).map(([key, sources]) => {
      const [pack = "", theme = ""] = key.split("/");
      return { pack, theme, sources };
    }),
    ...facts,
  };
}
