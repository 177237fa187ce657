import { readSync } from "node:fs";

/** Input that is left to GDAL, because it is invalid or only rare. */
export class NotUnderstood extends Error {}

/** A step whose end is farther than the scanner reads. */
export class TooLong extends NotUnderstood {}

/** The buffer ends in the middle of a step, and the file continues. */
const NEED_MORE = new Error("more bytes are needed");

const CHUNK_BYTES = 1024 * 1024;
/**
 * Longest step (a feature, a member of the document): a polygon of two million positions with twelve decimals takes 66 MB. What holds its text
 * and its shape fits in the sandbox.
 */
export const MAX_STEP_BYTES = 96 * 1024 * 1024;
const MAX_DEPTH = 64;

export const QUOTE = 0x22;
const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
const BACKSLASH = 0x5c;
const [MINUS, PLUS, DOT, ZERO, NINE, LOWER_E, UPPER_E] = [0x2d, 0x2b, 0x2e, 0x30, 0x39, 0x65, 0x45];
const [SPACE, TAB, LINE_FEED, CARRIAGE_RETURN] = [0x20, 0x09, 0x0a, 0x0d];

/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** The most digits for which a double always holds the whole number exactly. */
const EXACT_DIGITS = 15;

/**
 * Strict JSON, token by token, from the bytes of a file of any length. A step that reaches the end of the buffer runs again from its start
 * when more bytes are read, so a step must have no side effects before it is over.
 */
export class JsonScanner {
  bytes: Buffer = Buffer.allocUnsafeSlow(2 * CHUNK_BYTES);
  position = 0;
  #end = 0;
  #isLast = false;
  readonly #descriptor: number;
  readonly #maxStepBytes: number;
  /** Of the last number: whether it has neither a point nor an exponent, and its count of significant digits. */
  isWhole = false;
  digits = 0;
  /** Of the last string: whether it has escapes. */
  hasEscapes = false;

  constructor(descriptor: number, maxStepBytes: number) {
    this.#descriptor = descriptor;
    this.#maxStepBytes = maxStepBytes;
    this.#fill(0);
    if (this.bytes[0] === 0xef && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf) this.position = 3;
  }

  /** Runs a step; runs it again from its start each time the buffer ended too soon. @throws NotUnderstood */
  step<T>(work: () => T): T {
    for (;;) {
      const start = this.position;
      try {
        return work();
      } catch (error) {
        if (error !== NEED_MORE) throw error;
        this.position = this.#fill(start);
      }
    }
  }

  /** Drops the bytes before `start` and reads more after the rest. @returns the new position of `start` */
  #fill(start: number): number {
    const kept = this.#end - start;
    if (kept >= this.#maxStepBytes) throw new TooLong("a step is too long");
    const wanted = kept + CHUNK_BYTES + 1;
    if (wanted > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(Math.max(wanted, 2 * this.bytes.length), this.#maxStepBytes + CHUNK_BYTES));
      this.bytes.copy(larger, 0, start, this.#end);
      this.bytes = larger;
    } else this.bytes.copyWithin(0, start, this.#end);
    const read = readSync(this.#descriptor, this.bytes, kept, this.bytes.length - kept - 1, null);
    this.#end = kept + read;
    this.#isLast = read === 0;
    // A zero byte ends the buffer: no JSON token contains one, so no token is read past the end.
    this.bytes[this.#end] = 0;
    return 0;
  }

  /** @throws NotUnderstood, unless the buffer has only ended */
  fail(what = "not well formed"): never {
    if (this.position >= this.#end && !this.#isLast) throw NEED_MORE;
    throw new NotUnderstood(what);
  }

  /** The next byte that is not white space, without consuming it. */
  peek(): number {
    let at = this.position;
    let byte = this.bytes[at] ?? 0;
    while (byte === SPACE || byte === LINE_FEED || byte === TAB || byte === CARRIAGE_RETURN) byte = this.bytes[++at] ?? 0;
    this.position = at;
    return byte;
  }

  /** Whether only white space is left. */
  isOver(): boolean {
    this.peek();
    if (this.position < this.#end) return false;
    if (!this.#isLast) throw NEED_MORE;
    return true;
  }

  expect(byte: number): void {
    if (this.peek() !== byte) this.fail();
    this.position++;
  }

  /** After an item of a list: true when another follows, false when `close` ends the list. */
  hasNext(close: number): boolean {
    const byte = this.peek();
    if (byte !== COMMA && byte !== close) this.fail();
    this.position++;
    return byte === COMMA;
  }

  number(): number {
    if (this.peek() === 0) this.fail();
    const { bytes } = this;
    const start = this.position;
    let at = start;
    let byte = bytes[at] ?? 0;
    const isNegative = byte === MINUS;
    if (isNegative) byte = bytes[++at] ?? 0;
    let mantissa = 0;
    let digits = 0;
    let exponent = 0;
    this.isWhole = true;
    if (byte === ZERO) byte = bytes[++at] ?? 0;
    else if (byte > ZERO && byte <= NINE) {
      do {
        mantissa = mantissa * 10 + byte - ZERO;
        digits++;
        byte = bytes[++at] ?? 0;
      } while (byte >= ZERO && byte <= NINE);
    } else this.#failAt(at);
    if (byte === DOT) {
      this.isWhole = false;
      byte = bytes[++at] ?? 0;
      if (byte < ZERO || byte > NINE) this.#failAt(at);
      do {
        mantissa = mantissa * 10 + byte - ZERO;
        if (mantissa !== 0) digits++;
        exponent--;
        byte = bytes[++at] ?? 0;
      } while (byte >= ZERO && byte <= NINE);
    }
    if (byte === LOWER_E || byte === UPPER_E) {
      this.isWhole = false;
      byte = bytes[++at] ?? 0;
      if (byte === MINUS || byte === PLUS) byte = bytes[++at] ?? 0;
      if (byte < ZERO || byte > NINE) this.#failAt(at);
      while (byte >= ZERO && byte <= NINE) byte = bytes[++at] ?? 0;
      // Rare enough to be left to JavaScript's own parser.
      digits = EXACT_DIGITS + 1;
    }
    // A number at the end of the buffer may continue.
    if (byte === 0 || (byte >= ZERO && byte <= NINE)) this.#failAt(at);
    this.position = at;
    this.digits = digits;
    if (digits > EXACT_DIGITS || exponent < -22) return this.#finite(Number(bytes.toString("latin1", start, at)));
    // Both operands are exact, so one division rounds correctly (W. D. Clinger, 1990).
    const value = exponent === 0 ? mantissa : mantissa / (POWERS[-exponent] ?? Number.NaN);
    // GDAL reads -0 as the whole number 0, but keeps the sign of -0.0.
    return isNegative && !(value === 0 && this.isWhole) ? -value : value;
  }

  #failAt(at: number): never {
    this.position = at;
    return this.fail();
  }

  #finite(value: number): number {
    if (!Number.isFinite(value)) throw new NotUnderstood("a number is too large");
    return value;
  }

  /** Skips a string. @returns where its text begins; it ends before `position - 1` */
  string(): number {
    this.expect(QUOTE);
    const { bytes } = this;
    const start = this.position;
    let at = start;
    this.hasEscapes = false;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) break;
      if (byte < SPACE) this.#failAt(at);
      if (byte === BACKSLASH) {
        this.hasEscapes = true;
        at++;
        if ((bytes[at] ?? 0) < SPACE) this.#failAt(at);
      }
      at++;
    }
    this.position = at + 1;
    return start;
  }

  /** A string with its escapes decoded. @throws NotUnderstood for text that PostgreSQL cannot store */
  text(): string {
    const start = this.string();
    if (!this.hasEscapes) return this.bytes.toString("utf8", start, this.position - 1);
    const text: unknown = parsed(this.bytes.toString("utf8", start - 1, this.position));
    if (typeof text !== "string" || text.includes("\0") || !text.isWellFormed()) throw new NotUnderstood("an odd text");
    return text;
  }

  /** true, false or null, whose first letter is the next byte. */
  word(): boolean | null {
    for (const [word, value] of WORDS) {
      if (this.bytes[this.position] !== word[0]) continue;
      for (const byte of word) {
        if (this.bytes[this.position] !== byte) this.fail();
        this.position++;
      }
      return value;
    }
    return this.fail();
  }

  /** Skips any value and returns its text. */
  raw(): string {
    this.peek();
    const start = this.position;
    let depth = 0;
    do {
      const byte = this.peek();
      if (byte === QUOTE) this.string();
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        depth++;
        this.position++;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth--;
        this.position++;
      } else if (byte === COMMA || byte === COLON) this.position++;
      else if (byte === MINUS || (byte >= ZERO && byte <= NINE)) this.number();
      else this.word();
      if (depth > MAX_DEPTH) throw new NotUnderstood("nested too deep");
    } while (depth > 0);
    return this.bytes.toString("utf8", start, this.position);
  }

  /** Any value. */
  value(): unknown {
    return parsed(this.raw());
  }
}

const WORDS = (["true", "false", "null"] as const).map((word) => [Buffer.from(word), JSON.parse(word) as boolean | null] as const);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotUnderstood("not well formed");
  }
}
