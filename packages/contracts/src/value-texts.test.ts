import { expect, test } from "vitest";
import { clockTimeOf, dayFromText, instantOf, textOfDay, wholeNumberOf } from "./value-texts.ts";

test("keeps whole numbers of 64 bits exactly, and refuses those beyond", () => {
  expect(wholeNumberOf("+42")).toBe(42);
  expect(wholeNumberOf("9223372036854775807")).toBe("9223372036854775807");
  expect(wholeNumberOf("-9223372036854775808")).toBe("-9223372036854775808");
  for (const beyond of ["9223372036854775808", "18446744073709551615", "1.5", "1e3", ""]) expect(wholeNumberOf(beyond)).toBeUndefined();
});

test("keeps microseconds of an instant, and writes it in UTC", () => {
  expect(instantOf("2024-01-02T03:04:05.123456+02:00")).toBe("2024-01-02T01:04:05.123456Z");
  expect(instantOf("2024-01-02T03:04Z")).toBe("2024-01-02T03:04:00Z");
  expect(instantOf("2016-12-31T23:59:60Z")).toBe("2017-01-01T00:00:00Z");
  for (const none of ["2024-01-02T03:04:05", "2024-02-30T03:04:05Z", "2024-01-02"]) expect(instantOf(none)).toBeUndefined();
});

test("gives no zone to the time of a clock", () => {
  expect(clockTimeOf("2024-01-02T03:04:05.500")).toBe("2024-01-02T03:04:05.5");
  for (const none of ["2024-01-02T03:04:05Z", "2024-01-02T25:04:05", "2024-02-30T03:04:05"]) expect(clockTimeOf(none)).toBeUndefined();
});

test("reads a day only in its form, and writes it back unchanged", () => {
  expect(dayFromText("YYYYMMDD", "20230928")).toBe("2023-09-28");
  expect(dayFromText("DD/MM/YYYY", "28/09/2023")).toBe("2023-09-28");
  for (const text of ["2023-09-28", "20230931", "2023", "", "20230928 "]) expect(dayFromText("YYYYMMDD", text)).toBeNull();
  for (const format of ["YYYYMMDD", "YYYY-MM-DD", "DD/MM/YYYY"] as const)
    expect(dayFromText(format, textOfDay(format, "2024-02-29"))).toBe("2024-02-29");
});
