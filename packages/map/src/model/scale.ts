const EQUATOR_METRES = 40_075_016.686;

/** Ground metres of one CSS pixel at a latitude, for 512 px world tiles as MapLibre counts zooms. */
export function metresPerPixel(lat: number, zoom: number): number {
  return (EQUATOR_METRES * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
}

/** A round distance (1, 2 or 5 × 10ⁿ metres) that fits in `maxPixels`, and its length in pixels. */
export function scaleBar(lat: number, zoom: number, maxPixels: number): { metres: number; pixels: number } {
  const perPixel = metresPerPixel(lat, zoom);
  const most = perPixel * maxPixels;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = power * ([5, 2, 1].find((step) => step * power <= most) ?? 1);
  return { metres, pixels: metres / perPixel };
}

/** `1 : 25 000` of a map shown at 96 px an inch, rounded to two digits. */
export function scaleDenominator(lat: number, zoom: number): number {
  const exact = metresPerPixel(lat, zoom) / (0.0254 / 96);
  const unit = 10 ** (Math.floor(Math.log10(exact)) - 1);
  return Math.round(exact / unit) * unit;
}
