import { expect, it } from "vitest";
import { parseValue, textOf } from "./field-values.ts";

it("reads values as people write them, and refuses others", () => {
  expect(parseValue("integer", "1 200")).toBe(1200);
  expect(parseValue("integer", "12,5")).toBeUndefined();
  expect(parseValue("integer", "900719925474099312")).toBe("900719925474099312");
  expect(parseValue("double", "12,5")).toBe(12.5);
  expect(parseValue("double", "douze")).toBeUndefined();
  for (const text of ["0b1", "0o7", "0x1f"]) expect(parseValue("double", text)).toBeUndefined();
  expect(parseValue("text", " deux ")).toBe(" deux ");
  expect(parseValue("text", "x".repeat(50_001))).toBeUndefined();
  expect(parseValue("text", "  ")).toBeNull();
  expect(parseValue("boolean", "false")).toBe(false);
  expect(parseValue("date", "2024-02")).toBeUndefined();
});

it("shows a date and time in local time and reads it back unchanged", () => {
  const moment = "2024-03-01T10:00:00.000Z";
  expect(parseValue("datetime", textOf("datetime", moment))).toBe(moment);
});
