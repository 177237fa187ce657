import { describe, expect, it } from "vitest";
import {
  formatAgo,
  formatArea,
  formatBytes,
  formatCoordinates,
  formatDate,
  formatDistance,
  formatDuration,
  formatShare,
  unbroken,
} from "./format.ts";
import { negotiateLocale } from "./locales.ts";

describe("formats for people", () => {
  it("writes areas in the usual unit", () => {
    expect(formatArea("fr", 850)).toBe("850\u00a0m²");
    expect(formatArea("fr", 25_000)).toBe("2,5\u00a0ha");
    expect(formatArea("en", 12_340_000)).toBe("12.3\u00a0km²");
  });

  it("writes shares in the format of each language", () => {
    expect(formatShare("fr", 0.551)).toMatch(/^55[\u00a0\u202f]%$/);
    expect(formatShare("en", 0.551)).toBe("55%");
  });

  it("writes distances, sizes and durations", () => {
    expect(formatDistance("fr", 7.25)).toBe("7,3\u00a0m");
    expect(formatDistance("en", 1234)).toBe("1.2\u00a0km");
    expect(formatBytes("fr", 1_530_000)).toBe("1,5\u00a0Mo");
    expect(formatBytes("en", 12)).toBe("12\u00a0B");
    expect(formatDuration("fr", 95)).toBe("1\u00a0min 35\u00a0s");
  });

  it("keeps French punctuation on the line of the word before it", () => {
    expect(unbroken("Zones inondables : cours d’eau ; « mer » ?")).toBe(
      "Zones inondables\u00a0: cours d’eau\u00a0; «\u00a0mer\u00a0»\u00a0?",
    );
    expect(unbroken("Flood zones: sea")).toBe("Flood zones: sea");
  });

  it("writes dates in Paris time", () => {
    expect(formatDate("fr", "2026-03-01T23:30:00Z")).toBe("2 mars 2026");
    expect(formatAgo("en", "2026-03-01T00:00:00Z", new Date("2026-03-03T00:00:00Z"))).toBe("2 days ago");
  });

  it("writes coordinates with hemispheres", () => {
    expect(formatCoordinates("fr", -5.25, 46.5)).toBe("46,50000°\u00a0N, 5,25000°\u00a0O");
  });
});

describe("negotiateLocale", () => {
  it.each([
    ["en-GB,en;q=0.9,fr;q=0.8", "en"],
    ["de,fr;q=0.5", "fr"],
    ["fr;q=0,en;q=0.1", "en"],
    ["*", "fr"],
    [null, "fr"],
  ])("%s → %s", (header, expected) => {
    expect(negotiateLocale(header)).toBe(expected);
  });

  it("chooses among the portal's languages only", () => {
    expect(negotiateLocale("fr", ["en"])).toBe("en");
  });
});
