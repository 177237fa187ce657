import { errorText } from "@archipel/i18n/translator.ts";
import { expect, test } from "vitest";
import { isDatabaseAway, isDiskFull, refusalOf, throwOutage } from "./refusal.ts";

const fault = (code: string) => Object.assign(new Error("refused"), { code });

test("what the database refuses because of its type is the caller's mistake", () => {
  for (const code of ["22003", "22021", "22008", "P2020"]) {
    expect(refusalOf(fault(code))).toMatchObject({ kind: "malformed", code: "value-not-storable" });
    expect(refusalOf(new Error("wrapped", { cause: fault(code) }))).toMatchObject({ code: "value-not-storable" });
  }
});

test("a full disk has words: of files, of a quota; of PostgreSQL, whose calls wait for another time", () => {
  const ofPrisma = Object.assign(fault("P2010"), { meta: { driverAdapterError: new Error("x", { cause: { originalCode: "53100" } }) } });
  for (const error of [fault("ENOSPC"), fault("EDQUOT"), new Error("wrapped", { cause: fault("ENOSPC") })]) {
    expect(refusalOf(error)).toMatchObject({ kind: "full", code: "disk-full" });
    expect(isDiskFull(error)).toBe(true);
  }
  for (const error of [fault("53100"), ofPrisma]) {
    expect(refusalOf(error)).toMatchObject({ kind: "unavailable", code: "disk-full", params: { seconds: 60 } });
    expect(isDiskFull(error)).toBe(true);
  }
});

test("a database that is away is unavailable, in words of both languages", () => {
  for (const code of ["57P01", "53300", "25006", "P1001"]) {
    expect(refusalOf(fault(code))).toMatchObject({ kind: "unavailable", code: "database-away", params: { seconds: 5 } });
    expect([isDatabaseAway(fault(code)), isDiskFull(fault(code))]).toEqual([true, false]);
    expect(() => throwOutage(fault(code))).toThrow();
  }
  throwOutage(fault("42601"));
  for (const locale of ["fr", "en"] as const)
    expect(errorText(locale, "database-away", { seconds: 5 })).toMatch(/injoignables|cannot be reached/);
});

test("any other fault is ours", () => {
  const itself = new Error("circle");
  itself.cause = itself;
  for (const error of [fault("42601"), fault("23505"), new Error("bug"), itself, null]) {
    expect(refusalOf(error)).toBeNull();
    expect(isDiskFull(error)).toBe(false);
  }
});
