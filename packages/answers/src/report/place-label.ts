/** The label of a point that nobody named: its coordinates in degrees, latitude first. */
export function pointLabel([lon, lat]: readonly [number, number]): string {
  return `${lat.toFixed(6)}, ${lon.toFixed(6)}`;
}

/** True for a label that `pointLabel` wrote. */
export function isPointLabel(label: string): boolean {
  return /^-?\d+\.\d{6}, -?\d+\.\d{6}$/.test(label);
}
