import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDomainName, shownName } from "./domain-name.ts";
import { pointRecords } from "./records.ts";
import { type DomainTimes, nextCheckAt, stepOf } from "./state.ts";

const own = ["archipel-sig.fr", "localhost"];
const codeOf = (typed: string) => {
  try {
    return readDomainName(typed, own).host;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe("readDomainName", () => {
  it.each([
    ["carte.ville.fr", "carte.ville.fr"],
    [" HTTPS://Carte.Ville.FR:8443/fr/map?x=1#y ", "carte.ville.fr"],
    ["ville.fr.", "ville.fr"],
    ["mairie.saint-étienne.fr", "mairie.xn--saint-tienne-geb.fr"],
    ["ville.gouv.fr", "ville.gouv.fr"],
    ["ville.github.io", "ville.github.io"],
    ["日本ひらカタ.jp", "xn--y9j3b8e8c0415acvb.jp"],
    ["*.ville.fr", "domain-wildcard"],
    ["192.0.2.1", "domain-is-address"],
    ["0xC0000201", "domain-is-address"],
    ["3221225985", "domain-is-address"],
    ["[::1]", "domain-is-address"],
    ["http://user@ville.fr", "domain-malformed"],
    ["ville..fr", "domain-malformed"],
    ["-ville.fr", "domain-malformed"],
    ["vil_le.fr", "domain-malformed"],
    ["vil le.fr", "domain-malformed"],
    [`${"a".repeat(64)}.fr`, "domain-malformed"],
    [`${"a.".repeat(126)}fr`, "domain-malformed"],
    ["xn--a.fr", "domain-malformed"],
    // A Cyrillic а in a Latin word.
    ["pаris.fr", "domain-mixed-scripts"],
    ["xn--pris-43d.fr", "domain-mixed-scripts"],
    ["ville.archipel-sig.fr", "domain-of-platform"],
    ["ARCHIPEL-SIG.fr", "domain-of-platform"],
    ["ville.localhost", "domain-of-platform"],
    ["localhost", "domain-of-platform"],
    ["ville", "domain-not-public"],
    ["ville.local", "domain-not-public"],
    ["ville.example", "domain-not-public"],
    ["ville.nowhere", "domain-not-public"],
    ["fr", "domain-not-public"],
    ["gouv.fr", "domain-is-suffix"],
    ["co.uk", "domain-is-suffix"],
    ["github.io", "domain-is-suffix"],
  ])("%s → %s", (typed, expected) => {
    expect(codeOf(typed)).toBe(expected);
  });

  it("accepts nothing but host names, whatever is typed, and its answer again", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 80 }), fc.domain(), fc.webUrl()), (typed) => {
        const host = codeOf(typed);
        if (!host.includes(".")) return;
        expect(host).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
        expect(codeOf(host)).toBe(host);
        expect(codeOf(shownName(host))).toBe(host);
      }),
    );
  });
});

describe("stepOf", () => {
  const HOUR = 3600_000;
  const start = new Date("2026-11-29T08:00:00Z");
  const after = (hours: number) => new Date(start.getTime() + hours * HOUR);
  const fresh: DomainTimes = { state: "pending", createdAt: start, failingSince: null, warnedAt: null };

  it("walks from the claim to the suspension and back", () => {
    let at: DomainTimes = fresh;
    const events: (string | null)[] = [];
    const check = (proof: "proved" | "missing" | "no-answer", hours: number) => {
      const step = stepOf(at, proof, after(hours));
      at = { ...at, ...step };
      events.push(step.event && `${hours} ${step.event}`);
    };
    check("missing", 0);
    check("proved", 1);
    check("proved", 25);
    check("missing", 49);
    check("no-answer", 60);
    check("missing", 97);
    check("missing", 98);
    check("missing", 120.9);
    check("missing", 121);
    check("missing", 300);
    check("proved", 301);
    expect(events).toEqual([null, "1 proved", null, "49 failing", null, "97 warned", null, null, "121 suspended", null, "301 recovered"]);
    expect(at).toMatchObject({ state: "proved", failingSince: null, warnedAt: null });
  });

  it("starts the 72 hours again after each proof", () => {
    const failing: DomainTimes = { state: "failing", createdAt: start, failingSince: start, warnedAt: null };
    const back = stepOf(failing, "proved", after(71));
    expect(stepOf({ ...failing, ...back }, "missing", after(73))).toMatchObject({ state: "failing", failingSince: after(73) });
  });

  it("never serves a domain without a proof, whatever the checks", () => {
    const proofs = fc.array(fc.constantFrom("missing", "other", "no-answer", "taken"));
    fc.assert(
      fc.property(proofs, (all) => {
        let at: DomainTimes = fresh;
        all.forEach((proof, hour) => {
          at = { ...at, ...stepOf(at, proof, after(hour * 10)) };
        });
        expect(at.state).toBe("pending");
      }),
    );
  });

  it("checks proved domains daily, spread over hours, and failing ones hourly", () => {
    const hours = (state: "proved" | "failing" | "pending" | "suspended", random: number, now = start) =>
      (nextCheckAt({ state }, start, now, random).getTime() - now.getTime()) / HOUR;
    expect([hours("proved", 0), hours("proved", 1)].map((one) => Number(one.toFixed(1)))).toEqual([21.6, 26.4]);
    expect(hours("failing", 1)).toBeLessThan(1.2);
    expect(hours("pending", 0.5)).toBeCloseTo(5 / 60);
    expect(hours("pending", 0.5, after(100))).toBeCloseTo(12);
  });
});

describe("pointRecords", () => {
  it("are an alias below a domain, and addresses at its top", () => {
    expect(pointRecords("carte.ville.fr", "ville.fr", "ville.archipel-sig.fr", ["192.0.2.1"])).toEqual([
      { type: "CNAME", name: "carte.ville.fr", value: "ville.archipel-sig.fr" },
    ]);
    expect(pointRecords("ville.fr", "ville.fr", "ville.archipel-sig.fr", ["192.0.2.1", "2001:db8::1"]).map(({ type }) => type)).toEqual([
      "A",
      "AAAA",
    ]);
  });
});
