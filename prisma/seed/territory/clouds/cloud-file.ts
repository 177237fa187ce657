import type { ByteSink } from "@archipel/pointcloud/byte-io.ts";
import { wktRecord } from "@archipel/pointcloud/las/crs.ts";
import { newHeader } from "@archipel/pointcloud/las/header.ts";
import { CloudWriter } from "@archipel/pointcloud/write-cloud.ts";
import { SCALE, type Scan, scanTile } from "./scan.ts";
import { type Scene, TILE_METRES, type Tile } from "./scene.ts";

/** Lambert-93 with heights above the sea in NGF-IGN69, as WKT 1. */
const LAMBERT_93_IGN69 =
  'COMPD_CS["RGF93 v1 / Lambert-93 + NGF-IGN69 height",PROJCS["RGF93 v1 / Lambert-93",GEOGCS["RGF93 v1",' +
  'DATUM["Reseau_Geodesique_Francais_1993_v1",SPHEROID["GRS 1980",6378137,298.257222101,AUTHORITY["EPSG","7019"]],AUTHORITY["EPSG","6171"]],' +
  'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4171"]],' +
  'PROJECTION["Lambert_Conformal_Conic_2SP"],PARAMETER["latitude_of_origin",46.5],PARAMETER["central_meridian",3],' +
  'PARAMETER["standard_parallel_1",49],PARAMETER["standard_parallel_2",44],PARAMETER["false_easting",700000],' +
  'PARAMETER["false_northing",6600000],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],' +
  'AUTHORITY["EPSG","2154"]],VERT_CS["NGF-IGN69 height",VERT_DATUM["Nivellement General de la France - IGN69",2005,' +
  'AUTHORITY["EPSG","5119"]],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Gravity-related height",UP],AUTHORITY["EPSG","5720"]]]';

/** Adjusted standard time begins 1,000 million seconds after the sixth of January 1980, without leap seconds. */
const ADJUSTED = Date.UTC(1980, 0, 6) / 1000 + 1e9;
const LEAP_SECONDS = 18;

/** Adjusted standard GPS time of nine o'clock (UTC) on a day. */
export const flightStart = (day: string) => Date.parse(`${day}T09:00:00Z`) / 1000 + LEAP_SECONDS - ADJUSTED;

/** The name of a tile, of its file and wherever it is shown: SYN for synthetic, and the north-west corner in kilometres, as LiDAR HD names its tiles. */
export function tileName({ column, row }: Tile): string {
  return `SYN_FXX_${String(column).padStart(4, "0")}_${String(row + 1).padStart(4, "0")}_PTS_LAMB93_IGN69`;
}

/** Writes the points of a tile as LAS. The header says that they are synthetic. */
export async function writeScan(scene: Scene, scan: Scan, sink: ByteSink): Promise<void> {
  const header = newHeader({
    pointFormat: scan.format,
    scale: [SCALE, SCALE, SCALE],
    offset: [scene.column * TILE_METRES, scene.row * TILE_METRES, 0],
    systemId: "SYNTHETIC TERRITORY",
    software: "Archipel demo, invented data",
    creationYear: 2023,
    creationDay: 300,
  });
  const writer = new CloudWriter(sink, { header, records: [wktRecord(LAMBERT_93_IGN69)], extraBytes: 0, compression: "none" });
  for (const points of scanTile(scene, scan)) await writer.add(points);
  await writer.finish();
}
