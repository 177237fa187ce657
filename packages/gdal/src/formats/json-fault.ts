/** Where a text stops being JSON (RFC 8259). */
export interface JsonFault {
  /** 1…n; columns count bytes, as most editors of plain text do for ASCII. */
  line: number;
  column: number;
  /** 0…n−1. */
  byte: number;
  /** What is wrong there. */
  fault: "comma" | "value" | "colon" | "key" | "string" | "number" | "end" | "after";
}

const [QUOTE, COMMA, COLON, BACKSLASH, MINUS] = [0x22, 0x2c, 0x3a, 0x5c, 0x2d];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];
const NEW_LINE = 0x0a;
const LITERALS = ["true", "false", "null"];
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

class Faulty extends Error {
  readonly at: number;
  readonly fault: JsonFault["fault"];

  constructor(at: number, fault: JsonFault["fault"]) {
    super(fault);
    this.at = at;
    this.fault = fault;
  }
}

/** The first fault of a text; null when it is JSON. One pass without recursion: a hostile text may be nested very deeply. */
export function jsonFault(bytes: Uint8Array): JsonFault | null {
  try {
    check(bytes);
    return null;
  } catch (error) {
    if (!(error instanceof Faulty)) throw error;
    const { at, fault } = error;
    let [line, start] = [1, 0];
    for (let index = bytes.indexOf(NEW_LINE); index >= 0 && index < at; index = bytes.indexOf(NEW_LINE, index + 1)) {
      line++;
      start = index + 1;
    }
    return { line, column: at - start + 1, byte: at, fault };
  }
}

function check(bytes: Uint8Array): void {
  // Of each open object or array, its closing byte.
  const open: number[] = [];
  let at = afterSpace(bytes, bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
  for (;;) {
    // A value begins here.
    const byte = bytes[at];
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      const closing = byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
      at = afterSpace(bytes, at + 1);
      if (bytes[at] !== closing) {
        open.push(closing);
        if (closing === CLOSE_BRACE) at = afterKey(bytes, at);
        continue;
      }
      at++;
    } else at = afterScalar(bytes, at);
    // A value has ended: close what ends with it, then go on to the next.
    for (;;) {
      at = afterSpace(bytes, at);
      const closing = open.at(-1);
      if (closing === undefined) {
        if (at < bytes.length) throw new Faulty(at, "after");
        return;
      }
      if (bytes[at] === COMMA) {
        at = afterSpace(bytes, at + 1);
        if (closing === CLOSE_BRACE) at = afterKey(bytes, at);
        break;
      }
      if (bytes[at] !== closing) throw new Faulty(at, at >= bytes.length ? "end" : "comma");
      open.pop();
      at++;
    }
  }
}

function afterSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let byte = bytes[at]; byte === 0x20 || byte === NEW_LINE || byte === 0x0d || byte === 0x09; byte = bytes[++at]);
  return at;
}

/** After a key and its colon, where its value begins. */
function afterKey(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== QUOTE) throw new Faulty(from, from >= bytes.length ? "end" : "key");
  const colon = afterSpace(bytes, afterString(bytes, from));
  if (bytes[colon] !== COLON) throw new Faulty(colon, colon >= bytes.length ? "end" : "colon");
  return afterSpace(bytes, colon + 1);
}

function afterString(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at++;
    else if (byte < 0x20) throw new Faulty(at, "string");
  }
  throw new Faulty(bytes.length, "end");
}

function afterScalar(bytes: Uint8Array, from: number): number {
  const first = bytes[from];
  if (first === undefined) throw new Faulty(from, "end");
  if (first === QUOTE) return afterString(bytes, from);
  let at = from;
  for (let byte = bytes[at]; byte !== undefined && isWordByte(byte); byte = bytes[++at]);
  // Longer words than any number or literal are not read whole.
  const word = Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.min(at - from, 400)).toString("latin1");
  if (LITERALS.includes(word) || NUMBER.test(word)) return at;
  throw new Faulty(from, first === MINUS || (first >= 0x30 && first <= 0x39) ? "number" : "value");
}

function isWordByte(byte: number): boolean {
  const isDigit = byte >= 0x30 && byte <= 0x39;
  const isLetter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  return isDigit || isLetter || byte === MINUS || byte === 0x2b || byte === 0x2e;
}
