import type { PointColumns } from "../las/columns.ts";
import type { LasHeader, Triple } from "../las/header.ts";
import type { CloudFinding, CloudFindingCode } from "./finding.ts";

/** The class of LiDAR HD for points that were not measured. */
const VIRTUAL = 66;

/** Counts points with faults of their own, and remembers the first of each. */
export class PointFaults {
  private readonly header: LasHeader;
  private readonly classes: ReadonlySet<number>;
  private readonly counts = new Map<CloudFindingCode, { points: number; index: number; position: Triple }>();
  private readonly unknownClasses = new Set<number>();
  private index = 0;
  /** The last time of each flight line. */
  private readonly lastTimes = new Float64Array(65_536).fill(Number.NEGATIVE_INFINITY);
  private readonly unorderedLines = new Set<number>();
  private hasTimes = false;
  private timed = 0;
  private unordered = 0;
  private first: { index: number; position: Triple } | undefined;

  /** @param classes codes that are allowed; an empty set allows all */
  constructor(header: LasHeader, classes: ReadonlySet<number>) {
    this.header = header;
    this.classes = classes;
  }

  add(columns: PointColumns): void {
    const { count, returns, classification, gpsTime, pointSource } = columns;
    const allowed = this.classes;
    for (let i = 0; i < count; i++) {
      // Points that a producer made up, as LiDAR HD does under bridges and on water, come from no pulse.
      const isVirtual = classification?.[i] === VIRTUAL && allowed.has(VIRTUAL);
      if (returns && !isVirtual) {
        const [number, of] = [(returns[i] as number) & 15, (returns[i] as number) >> 4];
        if (number === 0 || number > of) this.note("return-number", columns, i);
      }
      if (classification && allowed.size > 0 && !allowed.has(classification[i] as number)) {
        this.unknownClasses.add(classification[i] as number);
        this.note("class-unknown", columns, i);
      }
      if (gpsTime) this.noteTime(columns, i, gpsTime[i] as number, pointSource?.[i] ?? 0);
    }
    this.index += count;
  }

  private noteTime(columns: PointColumns, i: number, time: number, line: number): void {
    if (!Number.isFinite(time)) {
      this.note("gps-time-not-finite", columns, i);
      return;
    }
    if (time !== 0) this.timed++;
    this.hasTimes = true;
    if (time < (this.lastTimes[line] as number)) {
      this.unorderedLines.add(line);
      if (this.unordered++ === 0) this.first = { index: this.index + i, position: this.positionOf(columns, i) };
    }
    this.lastTimes[line] = time;
  }

  private note(code: CloudFindingCode, columns: PointColumns, i: number): void {
    const known = this.counts.get(code);
    if (known) known.points++;
    else this.counts.set(code, { points: 1, index: this.index + i, position: this.positionOf(columns, i) });
  }

  private positionOf({ x, y, z }: PointColumns, i: number): Triple {
    const { scale, offset } = this.header;
    return [(x[i] as number) * scale[0] + offset[0], (y[i] as number) * scale[1] + offset[1], (z[i] as number) * scale[2] + offset[2]];
  }

  /** @param isOctree nodes of an octree begin with earlier times again: order is asked for only in other files */
  findings(isOctree: boolean): CloudFinding[] {
    const found: CloudFinding[] = [...this.counts].map(([code, { points, index, position }]) => ({
      code,
      severity: code === "class-unknown" ? "warning" : "error",
      points,
      first: { index, position },
      params: code === "class-unknown" ? { classes: [...this.unknownClasses].sort((a, b) => a - b).join(", ") } : {},
    }));
    if (this.hasTimes && this.timed === 0) found.push({ code: "gps-time-missing", severity: "warning", points: this.index, params: {} });
    if (this.unordered > 0 && this.first && !isOctree) {
      found.push({
        code: "gps-time-unordered",
        severity: "warning",
        points: this.unordered,
        first: this.first,
        params: { lines: this.unorderedLines.size },
      });
    }
    return found;
  }
}
