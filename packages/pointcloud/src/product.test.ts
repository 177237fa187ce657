import { expect, test } from "vitest";
import { productOfName } from "./product.ts";

test("reads the names that IGN gives", () => {
  const brest = { srid: 2154, verticalSrid: 5720, tile: [292_000, 6_832_000, 293_000, 6_833_000] };
  expect(productOfName("LHD_FXX_0292_6833_PTS_LAMB93_IGN69.copc.laz")).toEqual({ product: "lidar-hd", ...brest });
  expect(productOfName("dalles/LHD_FXX_0292_6833_PTS_C_LAMB93_IGN69.laz")).toEqual({ product: "lidar-hd", ...brest });
  expect(productOfName("Semis_2023_0292_6833_LA93_IGN69.laz")).toEqual({ product: "ign", ...brest });
  expect(productOfName("LHD_REU_0330_7640_PTS_RGR92UTM40S_REUN89.copc.laz")).toMatchObject({ srid: 2975, verticalSrid: 5758 });
});

test("a part of a tile has no place in its name, and other names say nothing", () => {
  expect(productOfName("test_data_77050_627755_LA93_IGN69.laz")).toMatchObject({ product: "ign", tile: null });
  expect(productOfName("LHD_FXX_0292_6833_PTS_LAMB93.laz")).toMatchObject({ verticalSrid: null });
  for (const name of ["lone-star.copc.laz", "nuage_LA930.laz", "LA93/points.laz", ""]) expect(productOfName(name)).toBeNull();
});
