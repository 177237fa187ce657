import { expect, test } from "vitest";
import { isDiskFull, refusalOf } from "./refusal.ts";

const fault = (code: string) => Object.assign(new Error("refused"), { code });

test("what the database refuses because of its type is the caller's mistake", () => {
  for (const code of ["22003", "22021", "22008", "P2020"]) {
    expect(refusalOf(fault(code))).toMatchObject({ kind: "malformed", code: "value-not-storable" });
    expect(refusalOf(new Error("wrapped", { cause: fault(code) }))).toMatchObject({ code: "value-not-storable" });
  }
});

test("a full disk has words: of files, of a quota, of PostgreSQL", () => {
  const ofPrisma = Object.assign(fault("P2010"), { meta: { driverAdapterError: new Error("x", { cause: { originalCode: "53100" } }) } });
  for (const error of [fault("ENOSPC"), fault("EDQUOT"), fault("53100"), ofPrisma, new Error("wrapped", { cause: fault("ENOSPC") })]) {
    expect(refusalOf(error)).toMatchObject({ kind: "full", code: "disk-full" });
    expect(isDiskFull(error)).toBe(true);
  }
});

test("any other fault is ours", () => {
  const itself = new Error("circle");
  itself.cause = itself;
  for (const error of [fault("42601"), fault("23505"), new Error("bug"), itself, null]) {
    expect(refusalOf(error)).toBeNull();
    expect(isDiskFull(error)).toBe(false);
  }
});
