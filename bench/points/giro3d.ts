import CoordinateSystem from "@giro3d/giro3d/core/geographic/CoordinateSystem.js";
import Instance from "@giro3d/giro3d/core/Instance.js";
import PointCloud from "@giro3d/giro3d/entities/PointCloud.js";
import COPCSource from "@giro3d/giro3d/sources/COPCSource.js";
import { setLazPerfPath } from "@giro3d/giro3d/sources/las/config.js";
import type { BenchFile } from "./subject.ts";

/** Giro3D with the settings that its documentation shows: decoding in workers by laz-perf, colours by height, eye-dome lighting. */
setLazPerfPath("/laz-perf");
const lambert93 = CoordinateSystem.register(
  "EPSG:2154",
  "+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 +ellps=GRS80 +units=m +no_defs",
);
const instance = new Instance({ target: "view", crs: lambert93, backgroundColor: null });
instance.renderingOptions.enableEDL = true;
let cloud: PointCloud | undefined;
let centre = { x: 0, y: 0, z: 0 };
let azimuth = 0;
let distance = 0;

window.subject = {
  open: (file) => void openFile(file),
  points: () => cloud?.displayedPointCount ?? 0,
  turn(degrees) {
    azimuth += degrees;
    look();
  },
};

async function openFile({ url, min, max }: BenchFile): Promise<void> {
  centre = { x: (min[0] + max[0]) / 2, y: (min[1] + max[1]) / 2, z: (min[2] + max[2]) / 2 };
  // The same part of the screen as ours: a square kilometre from 1.5 km.
  distance = (max[0] - min[0]) * 1.35;
  look();
  cloud = new PointCloud({ source: new COPCSource({ url: new URL(url, location.href).href }) });
  await instance.add(cloud);
  cloud.setColoringMode("attribute");
  cloud.setActiveAttribute("Z");
  instance.notifyChange();
}

function look(): void {
  const { camera } = instance.view;
  const [turn, tilt] = [(azimuth * Math.PI) / 180, (50 * Math.PI) / 180];
  camera.position.set(
    centre.x - Math.sin(turn) * Math.sin(tilt) * distance,
    centre.y - Math.cos(turn) * Math.sin(tilt) * distance,
    centre.z + Math.cos(tilt) * distance,
  );
  camera.up.set(0, 0, 1);
  camera.lookAt(centre.x, centre.y, centre.z);
  camera.updateMatrixWorld();
  instance.notifyChange(camera);
}
