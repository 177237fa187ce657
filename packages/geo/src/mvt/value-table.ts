import { ByteSink, varintSize } from "./byte-sink.ts";

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
 * The distinct attribute values of one layer of a tile. Values are compared by the bytes that PostgreSQL sent: a text is decoded and a
 * number parsed only when it is seen for the first time.
 */
export class ValueTable {
  /** The `values` fields of the layer, ready to be copied after its features. */
  readonly sink = new ByteSink();
  /** Open addressing: 0 is free, else index + 1. */
  private slots = new Int32Array(1024);
  private hashes = new Int32Array(512);
  private types = new Int32Array(512);
  private starts = new Int32Array(512);
  private lengths = new Int32Array(512);
  private count = 0;
  private source: Uint8Array = new Uint8Array(0);
  private view: DataView = new DataView(new ArrayBuffer(0));

  /** Begins a layer whose rows are these bytes. */
  reset(source: Uint8Array): void {
    this.source = source;
    this.view = new DataView(source.buffer, source.byteOffset, source.byteLength);
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

  /** Adds the value true, which no row holds, and returns its index. Each call adds one. */
  addTrue(): number {
    const index = this.count++;
    if (index === this.hashes.length) this.growEntries();
    this.hashes[index] = 0;
    this.types[index] = 0;
    this.starts[index] = 0;
    this.lengths[index] = 0;
    this.sink.varint(LAYER_VALUES);
    this.sink.varint(2);
    this.sink.varint(BOOL_VALUE);
    this.sink.varint(1);
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
    const { view, sink } = this;
    switch (type) {
      case BOOL:
        this.head(1, BOOL_VALUE);
        sink.byte(view.getUint8(start));
        break;
      case INT2:
        this.writeInteger(view.getInt16(start) < 0 ? -1 : 0, view.getInt16(start));
        break;
      case INT4:
        this.writeInteger(view.getInt32(start) < 0 ? -1 : 0, view.getInt32(start));
        break;
      case INT8:
        this.writeInteger(view.getInt32(start), view.getInt32(start + 4));
        break;
      case FLOAT4:
        this.head(4, FLOAT_VALUE);
        sink.reserve(4);
        sink.view.setFloat32(sink.length, view.getFloat32(start), true);
        sink.length += 4;
        break;
      case FLOAT8:
        this.head(8, DOUBLE_VALUE);
        sink.reserve(8);
        sink.view.setFloat64(sink.length, view.getFloat64(start), true);
        sink.length += 8;
        break;
      case DATE:
        this.writeText(textEncoder.encode(isoOf(view.getInt32(start) * DAY_MS).slice(0, 10)));
        break;
      case TIMESTAMP:
      case TIMESTAMPTZ:
        this.writeText(textEncoder.encode(momentOf(view.getBigInt64(start), type === TIMESTAMPTZ ? "Z" : "")));
        break;
      default:
        this.writeText(this.source, start, length);
    }
  }

  /** Writes the bytes before a value of `size` bytes: the layer's field, its length, the kind of value. */
  private head(size: number, tag: number): void {
    this.sink.byte(LAYER_VALUES);
    this.sink.varint(size + 1);
    this.sink.byte(tag);
  }

  private writeText(bytes: Uint8Array, start = 0, length = bytes.length): void {
    this.head(varintSize(length) + length, STRING_VALUE);
    this.sink.varint(length);
    this.sink.copy(bytes, start, length);
  }

  /** Writes 64 bits in two halves. Small negative numbers use zigzag; large ones do not, since JavaScript decoders lose a bit of them. */
  private writeInteger(high: number, low: number): void {
    const isSmallNegative = high === -1;
    // zigzag(n) = (n << 1) ^ -1 for n < 0
    const h = isSmallNegative ? ~((high << 1) | (low >>> 31)) : high;
    const l = isSmallNegative ? ~(low << 1) : low;
    this.head(varint64Size(h, l), isSmallNegative ? SINT_VALUE : high >= 0 ? UINT_VALUE : INT_VALUE);
    this.sink.varint64(h, l);
  }
}

/** Number of bytes of 64 bits, given in two halves, as varint. */
function varint64Size(high: number, low: number): number {
  const h = high >>> 0;
  const l = low >>> 0;
  return h === 0 ? varintSize(l) : Math.ceil((64 - Math.clz32(h)) / 7);
}

/** ISO 8601 of microseconds since PostgreSQL's epoch, to the millisecond, or to the microsecond where there are some. */
function momentOf(microseconds: bigint, zone: "Z" | ""): string {
  const rest = ((microseconds % 1000n) + 1000n) % 1000n;
  const iso = isoOf(Number((microseconds - rest) / 1000n));
  if (iso === "") return "";
  return `${iso.slice(0, -1)}${rest === 0n ? "" : String(rest).padStart(3, "0")}${zone}`;
}

/** ISO 8601 of milliseconds since PostgreSQL's epoch. Empty for "infinity", which has no date. */
function isoOf(milliseconds: number): string {
  const date = new Date(POSTGRES_EPOCH + milliseconds);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}
