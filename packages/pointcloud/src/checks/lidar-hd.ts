/** Classes of LiDAR HD (IGN): unclassified, ground, three kinds of vegetation, building, water, bridge, permanent, artefact, virtual, other built. */
export const LIDAR_HD_CLASSES: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 9, 17, 64, 65, 66, 67]);
