import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArithmeticDecoder } from "./decoder.ts";
import { ArithmeticEncoder } from "./encoder.ts";
import { IntegerDecoder, IntegerEncoder } from "./integer-coder.ts";
import { StreamingMedian } from "./streaming-median.ts";
import { BitModel, SymbolModel } from "./symbol-model.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("the arithmetic coder", () => {
  it("gives four bytes for an empty message", () => {
    expect(hex(new ArithmeticEncoder().done())).toBe("01000000");
  });

  it("codes symbols as LASzip does", () => {
    const encoder = new ArithmeticEncoder();
    const model = new SymbolModel(3, false);
    expect([...model.distribution]).toEqual([0, 10922, 21845, 0xffff]);
    expect(model.untilUpdate).toBe(4);
    for (const symbol of [0, 1, 2, 2, 2, 0, 1]) encoder.symbol(model, symbol);
    expect(hex(encoder.done())).toBe("37a4000000");
  });

  it("codes bits and raw values as LASzip does", () => {
    const bits = new ArithmeticEncoder();
    const model = new BitModel();
    for (let i = 0; i < 40; i++) bits.bit(model, i % 3 === 0 ? 1 : 0);
    expect(hex(bits.done())).toBe("925f0bd2bc000000");
    const raw = new ArithmeticEncoder();
    raw.raw(5, 17);
    raw.raw(23, 0x5abcde);
    raw.integer(0x89abcdef);
    expect(hex(raw.done())).toBe("8de638bd295cbb9d000000");
  });

  it("codes integers as LASzip does", () => {
    const wide = new ArithmeticEncoder();
    const i32 = new IntegerEncoder(32, 1);
    const pairs = [
      [0, 0],
      [0, 1],
      [0, -1],
      [0, 2],
      [0, 300],
      [0, -100000],
      [5, -(2 ** 31)],
      [0, -(2 ** 31)],
    ] as const;
    for (const [predicted, real] of pairs) i32.put(wide, predicted, real, 0);
    expect(hex(wide.done())).toBe("000f7945feb3957180cad2fc5a000000");
    const narrow = new ArithmeticEncoder();
    const i16 = new IntegerEncoder(16, 1);
    const narrowPairs = [
      [0, 65535],
      [65535, 0],
      [100, 33000],
      [-32768, 32767],
    ] as const;
    for (const [predicted, real] of narrowPairs) i16.put(narrow, predicted, real, 0);
    expect(hex(narrow.done())).toBe("0f78aa0656000000");
  });

  it("reads back any mix of symbols, bits and integers", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("symbol" as const), value: fc.nat(255) }),
      fc.record({ kind: fc.constant("few" as const), value: fc.nat(4) }),
      fc.record({ kind: fc.constant("bit" as const), value: fc.nat(1) }),
      fc.record({ kind: fc.constant("raw" as const), value: fc.nat(2 ** 20 - 1) }),
      fc.record({ kind: fc.constant("i32" as const), value: fc.integer() }),
      fc.record({ kind: fc.constant("u16" as const), value: fc.nat(65535) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 3000, size: "max" }), (steps) => {
        const encoder = new ArithmeticEncoder();
        const models = { many: new SymbolModel(256, false), few: new SymbolModel(5, false), bit: new BitModel() };
        const integers = { i32: new IntegerEncoder(32, 2), u16: new IntegerEncoder(16, 1) };
        for (const { kind, value } of steps) {
          if (kind === "symbol") encoder.symbol(models.many, value);
          else if (kind === "few") encoder.symbol(models.few, value);
          else if (kind === "bit") encoder.bit(models.bit, value);
          else if (kind === "raw") encoder.raw(20, value);
          else if (kind === "i32") integers.i32.put(encoder, 7, value, value & 1);
          else integers.u16.put(encoder, 60000, value, 0);
        }
        const decoder = new ArithmeticDecoder();
        decoder.reset(encoder.done());
        const read = { many: new SymbolModel(256, true), few: new SymbolModel(5, true), bit: new BitModel() };
        const readIntegers = { i32: new IntegerDecoder(32, 2), u16: new IntegerDecoder(16, 1) };
        for (const { kind, value } of steps) {
          if (kind === "symbol") expect(decoder.symbol(read.many)).toBe(value);
          else if (kind === "few") expect(decoder.symbol(read.few)).toBe(value);
          else if (kind === "bit") expect(decoder.bit(read.bit)).toBe(value);
          else if (kind === "raw") expect(decoder.raw(20)).toBe(value);
          else if (kind === "i32") expect(readIntegers.i32.get(decoder, 7, value & 1)).toBe(value);
          else expect(readIntegers.u16.get(decoder, 60000, 0)).toBe(value);
        }
        decoder.assertComplete("the test");
      }),
      { numRuns: 40 },
    );
  });

  it("carries through bytes that are all ones", () => {
    // The most probable symbols last: the base creeps up to just below a byte's end, then passes it.
    const encoder = new ArithmeticEncoder();
    for (let i = 0; i < 6; i++) encoder.raw(16, 0xffff);
    const model = new SymbolModel(256, false);
    for (let i = 0; i < 2000; i++) encoder.symbol(model, 255);
    const bytes = encoder.done().slice();
    const decoder = new ArithmeticDecoder();
    decoder.reset(bytes);
    for (let i = 0; i < 6; i++) expect(decoder.raw(16)).toBe(0xffff);
    const read = new SymbolModel(256, true);
    for (let i = 0; i < 2000; i++) expect(decoder.symbol(read)).toBe(255);
  });

  it("refuses a message above the first interval, which has no symbol", () => {
    const decoder = new ArithmeticDecoder();
    expect(() => decoder.reset(Uint8Array.of(255, 255, 255, 255, 0))).toThrow("that no encoder writes");
    for (const symbols of [2, 3, 16, 17, 128, 256, 515, 2048]) {
      decoder.reset(Uint8Array.of(255, 255, 255, 254, 0));
      expect(decoder.symbol(new SymbolModel(symbols, true))).toBe(symbols - 1);
    }
  });

  it("refuses a message that was cut", () => {
    const encoder = new ArithmeticEncoder();
    for (let i = 0; i < 100; i++) encoder.integer(i * 77777777);
    const decoder = new ArithmeticDecoder();
    decoder.reset(encoder.done().slice(0, 200));
    for (let i = 0; i < 100; i++) decoder.integer();
    expect(() => decoder.assertComplete("numbers")).toThrow("numbers end too early");
  });
});

describe("the streaming median", () => {
  it("equals the definition, value by value", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 100 }), (values) => {
        const median = new StreamingMedian();
        let five = [0, 0, 0, 0, 0];
        let high = true;
        for (const value of values) {
          // Replace the highest (or the lowest) of five, keep the order; the turn changes only if the middle did not have to move.
          const middle = five[2] as number;
          if (high) {
            five = [...five.slice(0, 4), value].sort((a, b) => a - b);
            if (value >= middle) high = false;
          } else {
            five = [...five.slice(1), value].sort((a, b) => a - b);
            if (value <= middle) high = true;
          }
          median.add(value);
          expect(median.median).toBe(five[2]);
        }
      }),
    );
  });
});
