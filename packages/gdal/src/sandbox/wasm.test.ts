import { expect, it } from "vitest";
import { boundMemory, lacksMemory } from "./wasm.ts";

it("refuses memory beyond the limit of a child, and allows less", () => {
  class Memory {
    buffer = new ArrayBuffer(64 * 1024);
    grow(pages: number): number {
      this.buffer = new ArrayBuffer(this.buffer.byteLength + pages * 64 * 1024);
      return pages;
    }
  }
  boundMemory(Memory);
  const memory = new Memory();
  expect(() => memory.grow(352 * 16)).toThrow(RangeError);
  expect(lacksMemory()).toBe(true);
  expect(memory.buffer.byteLength).toBe(64 * 1024);
  // A smaller request afterwards succeeds.
  memory.grow(15);
  expect(lacksMemory()).toBe(false);
  expect(memory.buffer.byteLength).toBe(2 ** 20);
});
