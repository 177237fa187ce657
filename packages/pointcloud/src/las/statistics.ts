import type { PointColumns } from "./columns.ts";
import type { LasHeader, Triple } from "./header.ts";

/** What headers say about their points, counted while points pass. */
export class CloudStatistics {
  count = 0;
  /** Points of return 0 to 15. */
  readonly byReturn = new Float64Array(16);
  readonly byClass = new Float64Array(256);
  /** Lowest and highest stored coordinate of each axis, before scale and offset. */
  readonly low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] as Triple;
  readonly high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY] as Triple;
  /** Without NaN; infinite while there is no time. */
  gpsMin = Number.POSITIVE_INFINITY;
  gpsMax = Number.NEGATIVE_INFINITY;

  add(columns: PointColumns): void {
    const { count, returns, classification, gpsTime } = columns;
    this.count += count;
    for (const [axis, values] of [columns.x, columns.y, columns.z].entries()) this.addAxis(axis, values);
    if (returns)
      for (let i = 0; i < count; i++)
        this.byReturn[(returns[i] as number) & 15] = (this.byReturn[(returns[i] as number) & 15] as number) + 1;
    if (classification)
      for (let i = 0; i < count; i++) this.byClass[classification[i] as number] = (this.byClass[classification[i] as number] as number) + 1;
    if (!gpsTime) return;
    let [low, high] = [this.gpsMin, this.gpsMax];
    for (let i = 0; i < count; i++) {
      const time = gpsTime[i] as number;
      if (time < low) low = time;
      if (time > high) high = time;
    }
    this.gpsMin = low;
    this.gpsMax = high;
  }

  private addAxis(axis: number, values: Int32Array): void {
    let [low, high] = [this.low[axis] as number, this.high[axis] as number];
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    this.low[axis] = low;
    this.high[axis] = high;
  }

  /** Adds what another thread counted. */
  merge(other: StatisticsData): void {
    this.count += other.count;
    for (let i = 0; i < 16; i++) this.byReturn[i] = (this.byReturn[i] as number) + (other.byReturn[i] as number);
    for (let i = 0; i < 256; i++) this.byClass[i] = (this.byClass[i] as number) + (other.byClass[i] as number);
    for (let axis = 0; axis < 3; axis++) {
      this.low[axis] = Math.min(this.low[axis] as number, other.low[axis] as number);
      this.high[axis] = Math.max(this.high[axis] as number, other.high[axis] as number);
    }
    this.gpsMin = Math.min(this.gpsMin, other.gpsMin);
    this.gpsMax = Math.max(this.gpsMax, other.gpsMax);
  }

  /** Writes counts and bounds into a header. Bounds are those of the stored integers, as validators compute them. */
  describe(header: LasHeader): void {
    header.pointCount = this.count;
    header.pointsByReturn = [...this.byReturn.subarray(1)];
    if (this.count === 0) return;
    for (let axis = 0; axis < 3; axis++) {
      const at = (value: number) => value * (header.scale[axis] as number) + (header.offset[axis] as number);
      const ends = [at(this.low[axis] as number), at(this.high[axis] as number)];
      header.min[axis] = Math.min(...ends);
      header.max[axis] = Math.max(...ends);
    }
  }
}

/** The counts as plain data, which can be sent between threads. */
export type StatisticsData = Pick<CloudStatistics, "count" | "byReturn" | "byClass" | "low" | "high" | "gpsMin" | "gpsMax">;
