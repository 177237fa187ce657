import { CHANGED } from "./contexts.ts";

/**
 * What all layers of a chunk need to know of each point. Arrays are kept from chunk to chunk and grow.
 *
 * Each of the four scanner channels has models and a last point of its own. A channel that appears in the middle of a chunk starts with the
 * point before as its last point.
 */
export class ChunkState {
  channels = new Uint8Array(0);
  /** Index of the point that a point is predicted from: the last of its channel. */
  previous = new Int32Array(0);
  /** Bits of CHANGED. */
  changes = new Uint8Array(0);
  /** Context of heights: magnitudes of the steps in x and y, and whether there is one return only. */
  heightContexts = new Uint8Array(0);
  returns = new Uint8Array(0);
  /** The same for colours and extra bytes, which follow a rule of their own. */
  itemContexts = new Uint8Array(0);
  itemPrevious = new Int32Array(0);
  count = 0;
  private lastOfChannel = new Int32Array(4);

  /** Starts a chunk with its first point. */
  begin(count: number, firstChannel: number): void {
    this.count = count;
    if (this.channels.length < count) {
      this.channels = new Uint8Array(count);
      this.previous = new Int32Array(count);
      this.changes = new Uint8Array(count);
      this.heightContexts = new Uint8Array(count);
      this.returns = new Uint8Array(count);
      this.itemContexts = new Uint8Array(count);
      this.itemPrevious = new Int32Array(count);
    }
    this.lastOfChannel.fill(-1);
    this.lastOfChannel[firstChannel] = 0;
    this.channels[0] = firstChannel;
    this.changes[0] = CHANGED.firstOfChannel;
  }

  /** Notes the channel of the next point. @returns CHANGED.firstOfChannel or 0 */
  enter(point: number, channel: number): number {
    this.channels[point] = channel;
    const last = this.lastOfChannel[channel] as number;
    this.lastOfChannel[channel] = point;
    this.previous[point] = last < 0 ? point - 1 : last;
    return last < 0 ? CHANGED.firstOfChannel : 0;
  }

  /**
   * Which context and which earlier point predict colours and extra bytes. After all channels are known.
   *
   * Version 3 of these items has two habits that files depend on: a point whose channel did not change is coded in context 0, and on the
   * return to a context that was used before, the point is predicted from, and becomes, the last one of the context that is left.
   */
  scheduleItems(version: number): void {
    const { channels, count, itemContexts, itemPrevious } = this;
    const lastWritten = [-1, -1, -1, -1];
    let current = channels[0] as number;
    lastWritten[current] = 0;
    for (let i = 1; i < count; i++) {
      const channel = channels[i] as number;
      const wanted = version >= 4 || channel !== channels[i - 1] ? channel : 0;
      let slot = current;
      if (wanted !== current) {
        current = wanted;
        const isNew = (lastWritten[wanted] as number) < 0;
        if (isNew) lastWritten[wanted] = lastWritten[slot] as number;
        if (isNew || version >= 4) slot = wanted;
      }
      itemContexts[i] = current;
      itemPrevious[i] = lastWritten[slot] as number;
      lastWritten[slot] = i;
    }
  }
}
