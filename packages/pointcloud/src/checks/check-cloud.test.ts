import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFrom } from "../byte-io.ts";
import { CloudError } from "../cloud-error.ts";
import { emptyColumns, type PointColumns } from "../las/columns.ts";
import { pointFormat } from "../las/point-format.ts";
import { openCloud } from "../open-cloud.ts";
import { batchPlaces } from "../point-batches.ts";
import { summarise } from "../summarise.ts";
import { cloudFile } from "../testing/cloud-file.ts";
import { syntheticPoints } from "../testing/synthetic-cloud.ts";
import { type CloudCheckOptions, checkCloud } from "./check-cloud.ts";
import { DuplicateSearch } from "./duplicates.ts";
import { LIDAR_HD_CLASSES } from "./lidar-hd.ts";

const make = (count = 2000) => syntheticPoints({ format: 6, extraBytes: 0, total: count, seed: 1 }, 0, count);

async function check(batches: PointColumns[], options?: CloudCheckOptions, change?: (view: DataView) => void) {
  const file = (await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, batches)).slice();
  change?.(new DataView(file.buffer));
  return (await checkCloud(await openCloud(readFrom(file)), options)).findings;
}

/** Of synthetic points, no two have the same position; some are checked by hand below. */
describe("the check of a cloud", () => {
  it("finds nothing in a good one", async () => {
    expect(await check([make()], { classes: LIDAR_HD_CLASSES, minimumDensity: 0.0001 })).toEqual([]);
  });

  it("counts in the same reading", async () => {
    const cloud = await openCloud(readFrom(await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [make()])));
    const { summary } = await checkCloud(cloud);
    const { statistics, ...ground } = await summarise(cloud);
    expect(summary).toMatchObject(ground);
    expect(summary.statistics.byClass).toEqual(statistics.byClass);
  });

  it("compares the header with the content", async () => {
    const wrongBounds = await check([make()], {}, (view) => view.setFloat64(187 + 16, 0, true));
    expect(wrongBounds).toEqual([{ code: "header-bounds", severity: "error", points: 0, params: { axes: "y" } }]);
    const wrongCounts = await check([make()], {}, (view) => view.setUint32(263, 3, true));
    expect(wrongCounts).toMatchObject([{ code: "header-returns", params: { return: 2, stated: 3 } }]);
  });

  it("says how many points have a fault, and where the first is", async () => {
    const points = make();
    points.returns?.set([0x10], 7);
    points.returns?.set([0x12], 9);
    points.classification?.set([8, 200, 8], 20);
    points.gpsTime?.set([Number.NaN], 30);
    points.gpsTime?.set([1], 40);
    const found = await check([points], { classes: LIDAR_HD_CLASSES });
    const byCode = new Map(found.map((finding) => [finding.code, finding]));
    expect(byCode.get("return-number")).toMatchObject({ points: 2, first: { index: 7 } });
    expect(byCode.get("class-unknown")).toMatchObject({ points: 3, first: { index: 20 }, params: { classes: "8, 200" } });
    expect(byCode.get("gps-time-not-finite")).toMatchObject({ points: 1, first: { index: 30 } });
    expect(byCode.get("gps-time-unordered")).toMatchObject({ points: 1, first: { index: 40 } });
    expect(byCode.get("return-number")?.first?.position[0]).toBeCloseTo((points.x[7] as number) * 0.01 + 292_000, 6);
    expect(found).toHaveLength(4);
  });

  it("asks for the order of times within each flight line alone", async () => {
    const points = make();
    points.pointSource?.fill(1);
    points.gpsTime?.set(points.gpsTime.map((_, i) => 1000 + Math.floor(i / 2)));
    for (let i = 1; i < 2000; i += 2) {
      points.pointSource?.set([2], i);
      points.gpsTime?.set([500 + i], i);
    }
    expect((await check([points])).map(({ code }) => code)).toEqual([]);
    points.gpsTime?.set([1], 41);
    points.gpsTime?.set([1], 80);
    const [unordered] = await check([points]);
    expect(unordered).toMatchObject({ code: "gps-time-unordered", points: 2, first: { index: 41 }, params: { lines: 2 } });
  });

  it("says which parts cannot be read, and after which point", async () => {
    const [one, two, three] = [make(500), make(500), make(500)];
    const file = (await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [one, two, three])).slice();
    const places = await batchPlaces(await openCloud(readFrom(file)));
    // Sizes of the layers that cannot be.
    for (const { offset } of places.slice(1)) file.fill(0xff, offset + 30, offset + 70);
    const failure = await checkCloud(await openCloud(readFrom(file))).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CloudError);
    const { parts } = failure as CloudError;
    expect(parts).toMatchObject({ part: 2, parts: 3, broken: 2, points: 1000 });
    expect(parts?.after?.[0]).toBeCloseTo((one.x[499] as number) * 0.01 + 292_000, 6);
  });

  it("finds the boxes without points, largest first", async () => {
    const points = make(40_000);
    // A quarter of the ground is moved away, and a smaller box too. Blocks of two cells are 80 m wide here.
    for (let i = 0; i < points.count; i++) {
      const [x, y] = [points.x[i] as number, points.y[i] as number];
      if (x > 50_000 && y > 50_000) points.x[i] = x - 50_000;
      if (x < 40_000 && y < 40_000) points.x[i] = x + 40_000;
    }
    const cloud = await openCloud(readFrom(await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [points])));
    const { gaps } = await checkCloud(cloud);
    const [first, second] = gaps.map(([west, south, east, north]) => [
      west - 292_000,
      south - 6_832_000,
      east - 292_000,
      north - 6_832_000,
    ]);
    const near = (box: number[] | undefined, wanted: number[]) => box?.map((side, i) => Math.abs(side - (wanted[i] as number)) <= 80);
    expect(near(first, [500, 500, 1000, 1000])).toEqual([true, true, true, true]);
    expect(near(second, [0, 0, 400, 400])).toEqual([true, true, true, true]);
  });

  it("knows a cloud without times, without CRS, and too few points", async () => {
    const points = make();
    points.gpsTime?.fill(0);
    const found = await check([points], { minimumDensity: 10 }, (view) => view.setUint16(375 + 18, 9, true));
    expect(found.map(({ code }) => code)).toEqual(["gps-time-missing", "crs-missing", "density-low"]);
  });

  it("finds duplicates in other parts of the file", async () => {
    const points = make();
    const again = make(3);
    for (const axis of ["x", "y", "z"] as const) again[axis].set(points[axis].subarray(100, 103));
    again.gpsTime?.fill(1e9);
    expect(await check([points, again])).toMatchObject([{ code: "duplicates", severity: "warning", points: 3, first: { index: 2000 } }]);
  });
});

it("the search for duplicates counts exactly, however often its filter errs", () => {
  const position = fc.tuple(fc.nat(6), fc.nat(6), fc.integer({ min: -3, max: 3 }));
  fc.assert(
    fc.property(fc.array(position, { maxLength: 400, size: "max" }), (positions) => {
      const columns = emptyColumns(positions.length, pointFormat(6), 0, new Set());
      positions.forEach(([x, y, z], i) => {
        columns.x[i] = x;
        columns.y[i] = y;
        columns.z[i] = z;
      });
      const search = new DuplicateSearch(1);
      search.mark(columns);
      search.examine(columns);
      expect(search.duplicates).toBe(positions.length - new Set(positions.map(String)).size);
    }),
  );
});
