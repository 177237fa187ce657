import { ByteSink } from "./byte-sink.ts";

const MOVE_TO = 1;
const LINE_TO = 2;
const CLOSE_PATH = 7;

/** Writes the commands of a feature's geometry (MVT 2.1, 4.3): steps from one whole position to the next. */
export class CommandSink {
  readonly sink = new ByteSink();
  private cursorX = 0;
  private cursorY = 0;

  clear(): void {
    this.sink.clear();
    this.cursorX = 0;
    this.cursorY = 0;
  }

  /** Positions `start ≤ i < end`, as points of one command. */
  points(x: Int32Array, y: Int32Array, start: number, end: number): void {
    this.sink.varint((end - start) * 8 + MOVE_TO);
    for (let index = start; index < end; index++) this.step(x[index] as number, y[index] as number);
  }

  /** The same positions as a line. */
  line(x: Int32Array, y: Int32Array, start: number, end: number): void {
    this.points(x, y, start, start + 1);
    this.sink.varint((end - start - 1) * 8 + LINE_TO);
    for (let index = start + 1; index < end; index++) this.step(x[index] as number, y[index] as number);
  }

  /** The same positions as a ring, which is open: its last position does not repeat the first. */
  ring(x: Int32Array, y: Int32Array, start: number, end: number): void {
    this.line(x, y, start, end);
    this.sink.byte(8 + CLOSE_PATH);
  }

  /** A step from the cursor, zigzag encoded. */
  private step(x: number, y: number): void {
    const dx = x - this.cursorX;
    const dy = y - this.cursorY;
    this.cursorX = x;
    this.cursorY = y;
    const { sink } = this;
    sink.reserve(10);
    const { bytes } = sink;
    let at = sink.length;
    let value = ((dx << 1) ^ (dx >> 31)) >>> 0;
    for (; value > 0x7f; value >>>= 7) bytes[at++] = (value & 0x7f) | 0x80;
    bytes[at++] = value;
    value = ((dy << 1) ^ (dy >> 31)) >>> 0;
    for (; value > 0x7f; value >>>= 7) bytes[at++] = (value & 0x7f) | 0x80;
    bytes[at++] = value;
    sink.length = at;
  }
}
