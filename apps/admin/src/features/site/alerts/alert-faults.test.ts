import { alertContent } from "@archipel/contracts/alerts.ts";
import { describe, expect, it } from "vitest";
import { alertFaults, missingLanguages } from "./alert-faults.ts";

const now = new Date("2026-06-01T12:00:00Z");
const content = (more: object) => alertContent.parse({ title: { fr: "Crue" }, ...more });

describe("what keeps an alert from being published", () => {
  it("is a title that lacks in the portal's language", () => {
    expect(alertFaults(content({}), "fr", now)).toEqual({});
    expect(alertFaults(content({}), "en", now)).toEqual({ title: "titleMissing" });
  });

  it("is an end that is over, or before the beginning", () => {
    expect(alertFaults(content({ until: "2026-06-01T11:00:00Z" }), "fr", now)).toEqual({ until: "untilPast" });
    const early = { from: "2026-06-03T00:00:00Z", until: "2026-06-02T00:00:00Z" };
    expect(alertFaults(content(early), "fr", now)).toEqual({ until: "untilBefore" });
  });
});

describe("languages that lack", () => {
  it("are those without a title, or without a text that others have", () => {
    expect(missingLanguages(content({}), ["fr", "en"])).toEqual(["en"]);
    expect(missingLanguages(content({ title: { fr: "Crue", en: "Flood" }, text: { fr: "Restez chez vous" } }), ["fr", "en"])).toEqual([
      "en",
    ]);
    expect(missingLanguages(content({ title: { fr: "Crue", en: "Flood" } }), ["fr", "en"])).toEqual([]);
  });
});
