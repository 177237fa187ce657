import type { CloudFacts } from "@archipel/contracts/clouds.ts";

interface Dimension {
  name: string;
  size: number;
  type: "floating" | "unsigned" | "signed";
}

const of = (type: Dimension["type"], size: number, ...names: string[]): Dimension[] => names.map((name) => ({ name, size, type }));

const COMMON = [
  ...of("floating", 8, "X", "Y", "Z"),
  ...of("unsigned", 2, "Intensity"),
  ...of("unsigned", 1, "ReturnNumber", "NumberOfReturns", "ScanDirectionFlag", "EdgeOfFlightLine", "Classification"),
  ...of("floating", 4, "ScanAngleRank"),
  ...of("unsigned", 1, "UserData"),
  ...of("unsigned", 2, "PointSourceId"),
  ...of("floating", 8, "GpsTime"),
  ...of("unsigned", 1, "ScanChannel"),
];

/** Of clouds whose facts do not say it: no value of a field is larger. */
const WIDEST = { type: "floating", size: 8 } as const;

/** The dimensions of the points of a COPC file (LAS formats 6 to 8), under their usual names, with sizes in bytes as readers hold them. */
export function dimensionsOf({
  pointFormat,
  extraFields,
  extraTypes,
}: Pick<CloudFacts, "pointFormat" | "extraFields" | "extraTypes">): Dimension[] {
  const colours = pointFormat >= 7 ? of("unsigned", 2, "Red", "Green", "Blue") : [];
  const infrared = pointFormat === 8 ? of("unsigned", 2, "Infrared") : [];
  const extra = extraFields.map((name, index) => ({ name, ...(extraTypes?.[index] ?? WIDEST) }));
  return [...COMMON, ...colours, ...infrared, ...extra];
}
