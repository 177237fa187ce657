/** A declared area and a drawn one that differ by more than this share are both shown. */
const AREAS_DIFFER = 0.05;

/** True when the area that the land register declares and the drawn one differ so much that a reader must see both. */
export function doAreasDiffer({ declaredM2, drawnM2 }: { declaredM2: number | null; drawnM2: number }): boolean {
  return declaredM2 !== null && declaredM2 > 0 && Math.abs(declaredM2 - drawnM2) > AREAS_DIFFER * declaredM2;
}
