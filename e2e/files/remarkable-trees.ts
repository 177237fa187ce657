/** Remarkable trees of the Brélandes with a producer's faults: every fourth without a species, one unknown species, one id used twice. */
export function remarkableTrees(): string {
  const features = Array.from({ length: 24 }, (_, i) => ({
    type: "Feature",
    properties: { ID: `A${i === 23 ? 1 : i}`, ESPECE: i % 4 === 0 ? null : i === 5 ? "CHENE" : "QUE", PLANTE_LE: "1950-03-01" },
    geometry: { type: "Point", coordinates: [-5.27 + (i % 6) * 0.008, 46.48 + Math.floor(i / 6) * 0.006] },
  }));
  return JSON.stringify({ type: "FeatureCollection", features });
}
