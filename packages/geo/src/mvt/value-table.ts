import { ByteSink } from "./byte-sink.ts";

/** PostgreSQL type numbers of the columns that a packed row may hold. */
const BOOL = 16;
const INT8 = 20;
const INT2 = 21;
const INT4 = 23;
const FLOAT4 = 700;
const FLOAT8 = 701;
const DATE = 1082;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;

/** 2000-01-01 in milliseconds: PostgreSQL counts its binary dates from there. */
const POSTGRES_EPOCH = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;

// Tags of the message `Value` of MVT 2.1: field number << 3 | wire type.
const STRING_VALUE = 0x0a;
const FLOAT_VALUE = 0x15;
const DOUBLE_VALUE = 0x19;
const UINT_VALUE = 0x28;
const INT_VALUE = 0x20;
const SINT_VALUE = 0x30;
const BOOL_VALUE = 0x38;
/** Field `values` of the message `Layer`. */
const LAYER_VALUES = 0x22;

const textEncoder = new TextEncoder();

/**
 * The distinct attribute values of one layer of a tile. Values are told apart by their bytes as PostgreSQL sent them: text is never
 * decoded, a number never parsed, until it is seen for the first time.
 */
export class ValueTable {
  /** The `values` fields of the layer, ready to be copied behind its features. */
  readonly sink = new ByteSink();
  private readonly encoded = new ByteSink();
  /** Open addressing: 0 is free, else index + 1. */
  private slots = new Int32Array(1024);
  private hashes = new Int32Array(512);
  private types = new Int32Array(512);
  private starts = new Int32Array(512);
  private lengths = new Int32Array(512);
  private count = 0;
  private source: Uint8Array = new Uint8Array(0);

  /** Begins a layer whose rows are these bytes. */
  reset(source: Uint8Array): void {
    this.source = source;
    this.count = 0;
    this.slots.fill(0);
    this.sink.clear();
  }

  /** The index of a value of `source`, added when it is new. */
  indexOf(type: number, start: number, length: number): number {
    const { source } = this;
    // FNV-1a, 32 bits.
    let hash = 0x811c9dc5 ^ type;
    for (let at = start, end = start + length; at < end; at++) hash = Math.imul(hash ^ (source[at] as number), 0x01000193);
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const entry = this.slots[slot] as number;
      if (entry === 0) break;
      if (this.hashes[entry - 1] === hash && this.isSame(entry - 1, type, start, length)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    const index = this.count++;
    if (index === this.hashes.length) this.growEntries();
    this.slots[slot] = index + 1;
    this.hashes[index] = hash;
    this.types[index] = type;
    this.starts[index] = start;
    this.lengths[index] = length;
    if (this.count * 2 > this.slots.length) this.growSlots();
    this.write(type, start, length);
    return index;
  }

  private isSame(index: number, type: number, start: number, length: number): boolean {
    if (this.types[index] !== type || this.lengths[index] !== length) return false;
    const { source } = this;
    const other = this.starts[index] as number;
    for (let at = 0; at < length; at++) if (source[start + at] !== source[other + at]) return false;
    return true;
  }

  private growEntries(): void {
    const grow = (list: Int32Array<ArrayBuffer>) => {
      const larger = new Int32Array(list.length * 2);
      larger.set(list);
      return larger;
    };
    this.hashes = grow(this.hashes);
    this.types = grow(this.types);
    this.starts = grow(this.starts);
    this.lengths = grow(this.lengths);
  }

  private growSlots(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    const mask = this.slots.length - 1;
    for (let index = 0; index < this.count; index++) {
      const hash = this.hashes[index] as number;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = index + 1;
    }
  }

  private write(type: number, start: number, length: number): void {
    const { source, encoded } = this;
    const view = new DataView(source.buffer, source.byteOffset + start, length);
    encoded.clear();
    switch (type) {
      case BOOL:
        encoded.byte(BOOL_VALUE);
        encoded.byte(source[start] as number);
        break;
      case INT2:
        this.writeInteger(view.getInt16(0) < 0 ? -1 : 0, view.getInt16(0));
        break;
      case INT4:
        this.writeInteger(view.getInt32(0) < 0 ? -1 : 0, view.getInt32(0));
        break;
      case INT8:
        this.writeInteger(view.getInt32(0), view.getInt32(4));
        break;
      case FLOAT4:
        encoded.byte(FLOAT_VALUE);
        encoded.reserve(4);
        encoded.view.setFloat32(encoded.length, view.getFloat32(0), true);
        encoded.length += 4;
        break;
      case FLOAT8:
        encoded.byte(DOUBLE_VALUE);
        encoded.reserve(8);
        encoded.view.setFloat64(encoded.length, view.getFloat64(0), true);
        encoded.length += 8;
        break;
      case DATE:
        this.writeText(isoOf(view.getInt32(0) * DAY_MS).slice(0, 10));
        break;
      case TIMESTAMP:
      case TIMESTAMPTZ:
        this.writeText(isoOf(Number(view.getBigInt64(0) / 1000n)));
        break;
      default:
        encoded.byte(STRING_VALUE);
        encoded.varint(length);
        encoded.copy(source, start, length);
    }
    this.sink.nested(LAYER_VALUES, encoded);
  }

  private writeText(text: string): void {
    const bytes = textEncoder.encode(text);
    this.encoded.byte(STRING_VALUE);
    this.encoded.varint(bytes.length);
    this.encoded.copy(bytes, 0, bytes.length);
  }

  /** 64 bits in two halves. Small negative numbers as zigzag; large ones plainly, as decoders in JavaScript lose a bit of those. */
  private writeInteger(high: number, low: number): void {
    const { encoded } = this;
    if (high !== -1) {
      encoded.byte(high >= 0 ? UINT_VALUE : INT_VALUE);
      encoded.varint64(high, low);
    } else {
      encoded.byte(SINT_VALUE);
      // zigzag(n) = (n << 1) ^ -1 for n < 0
      encoded.varint64(~((high << 1) | (low >>> 31)), ~(low << 1));
    }
  }
}

/** ISO 8601 of milliseconds since PostgreSQL's epoch; "infinity" and the like have none. */
function isoOf(milliseconds: number): string {
  const date = new Date(POSTGRES_EPOCH + milliseconds);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}
