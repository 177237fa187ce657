/** The label of a point that nobody named: its coordinates in degrees, latitude first. */
export function pointLabel([lon, lat]: readonly [number, number]): string {
  return `${lat.toFixed(6)}, ${lon.toFixed(6)}`;
}

/** True for a label that `pointLabel` wrote. */
export function isPointLabel(label: string): boolean {
  return /^-?\d+\.\d{6}, -?\d+\.\d{6}$/.test(label);
}

/** The section and the number of a parcel of the land register: `30014000AB0012` is AB 12. Other numbers stay as they are. */
export function parcelName(id: string): string {
  const [, section, number] = /^\d[\dAB]\d{6}0?([A-Z]{1,2})(\d{4})$/.exec(id) ?? [];
  return section && number ? `${section} ${Number(number)}` : id;
}
