/** Fictional trees of the Brélandes in longitude and latitude: a species to colour by, a height for ranges, a code to hide. */
export function treesGeojson(): string {
  const kinds = ["Chêne", "Hêtre", "Pin"];
  const features = Array.from({ length: 30 }, (_, i) => ({
    type: "Feature",
    properties: { essence: kinds[i % 3], hauteur_m: 4 + i, code_interne: `ZX-${i}` },
    geometry: { type: "Point", coordinates: [-5.27 + (i % 6) * 0.008, 46.48 + Math.floor(i / 6) * 0.006] },
  }));
  return JSON.stringify({ type: "FeatureCollection", features });
}
