import type { Field, PointColumns } from "@archipel/pointcloud/las/columns.ts";
import type { NodePoints, NodeTask } from "./messages.ts";

/** What every view needs. Other fields are read when a colour needs them: each makes decoding slower. */
export const BASE_FIELDS: readonly Field[] = ["classification", "returns", "flags", "intensity"];

/**
 * Points as the graphics card takes them.
 *
 * @param columns points of one node
 */
export function packPoints(columns: PointColumns, { header, corner, period, node }: Omit<NodeTask, "kind" | "url" | "fields">): NodePoints {
  const { count } = columns;
  const order = randomOrder(count, node.offset);
  const positions = new Float32Array(3 * count);
  const codes = new Uint8Array(4 * count);
  const measures = new Uint16Array(2 * count);
  const [sx, sy, sz] = header.scale;
  const [ox, oy, oz] = [header.offset[0] - corner[0], header.offset[1] - corner[1], header.offset[2] - corner[2]];
  const { x, y, z, classification, returns, flags, intensity } = columns;
  const share = periodShare(columns, period);
  for (let i = 0; i < count; i++) {
    const at = order[i] as number;
    positions[3 * i] = (x[at] as number) * sx + ox;
    positions[3 * i + 1] = (y[at] as number) * sy + oy;
    positions[3 * i + 2] = (z[at] as number) * sz + oz;
    const pulse = returns?.[at] ?? 0;
    codes[4 * i] = classification?.[at] ?? 0;
    codes[4 * i + 1] = pulse & 15;
    codes[4 * i + 2] = pulse >> 4;
    codes[4 * i + 3] = flags?.[at] ?? 0;
    measures[2 * i] = intensity?.[at] ?? 0;
    measures[2 * i + 1] = share(at);
  }
  return { count, positions, codes, measures, colours: packColours(columns, order) };
}

function periodShare({ gpsTime }: PointColumns, period: NodeTask["period"]): (at: number) => number {
  if (!gpsTime || !period) return () => 0;
  const [from, to] = period;
  const scale = 65_535 / Math.max(1, to - from);
  return (at) => Math.min(65_535, Math.max(0, ((gpsTime[at] as number) - from) * scale));
}

/** Colours have 16 bits. Some programs write 8 of them: these files are recognised by their largest value. */
function packColours({ count, red, green, blue, nir }: PointColumns, order: Uint32Array): NodePoints["colours"] {
  if (!red || !green || !blue) return null;
  const channels = [red, green, blue, ...(nir ? [nir] : [])];
  const shift = channels.some((channel) => channel.some((value) => value > 255)) ? 8 : 0;
  const colours = new Uint8Array(4 * count);
  for (const [k, channel] of channels.entries())
    for (let i = 0; i < count; i++) colours[4 * i + k] = (channel[order[i] as number] as number) >> shift;
  return colours;
}

/** A permutation of 0 … count − 1, the same for the same seed. */
function randomOrder(count: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  for (let i = count - 1; i > 0; i--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const j = (state >>> 0) % (i + 1);
    const value = order[i] as number;
    order[i] = order[j] as number;
    order[j] = value;
  }
  return order;
}
