// @on-demand qgis
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { StatedStyle } from "@archipel/map-style/layer-style.ts";
import { expect, test } from "vitest";
import { PALETTE, zones } from "../testing/zones.ts";
import { SLD_VERSIONS, writeSld } from "./write-sld.ts";

// QGIS itself reads what we write (Debian: apt-get install --no-install-recommends qgis python3-qgis).

interface Understood {
  isRead: boolean;
  /** The filter of each rule, and the type, colour and shape of each layer of its symbol. */
  rules: [string, [string, string, string][]][];
  label: string | null;
}

function byQgis(geometry: "point" | "line" | "polygon", style: StatedStyle): Understood[] {
  const folder = mkdtempSync(path.join(tmpdir(), "qgis-"));
  try {
    const files = SLD_VERSIONS.map((version) => {
      const file = path.join(folder, `${version}.sld`);
      writeFileSync(file, writeSld(zones(geometry), style, { palette: PALETTE, version }).text);
      return file;
    });
    const script = path.join(import.meta.dirname, "../../scripts/qgis-reads.py");
    const answer = execFileSync("/usr/bin/python3", [script, geometry, ...files], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return JSON.parse(answer);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("QGIS reads categories, patterns, the rest and labels", () => {
  const style: StatedStyle = {
    kind: "categorised",
    column: "typezone",
    appearance: { opacity: 0.6, outline: "#343434" },
    categories: [
      { value: "U", colour: "#e60000" },
      { value: "AUs", colour: "#feccbe", pattern: "hatch" },
      { value: "N", colour: "#56aa02", pattern: "cross" },
      { value: "A", colour: "#ffff00", pattern: "dots" },
    ],
    other: "#8d979e",
    label: { column: "libelle" },
  };
  for (const { isRead, rules, label } of byQgis("polygon", style)) {
    expect([isRead, label]).toEqual([true, "libelle"]);
    expect(rules.map(([filter, layers]) => [filter, ...layers.map(([type]) => type)])).toEqual([
      ["typezone = 'U'", "SimpleFill"],
      ["typezone = 'AUs'", "SimpleFill", "LinePatternFill"],
      ["typezone = 'N'", "SimpleFill", "LinePatternFill", "LinePatternFill"],
      ["typezone = 'A'", "SimpleFill", "PointPatternFill"],
      ["ELSE", "SimpleFill"],
    ]);
    expect(rules.map(([, [fill]]) => fill?.[1])).toEqual(["#e60000", "#feccbe", "#56aa02", "#ffff00", "#8d979e"]);
  }
});

test("QGIS reads classes of numbers, shapes and casings", () => {
  const graduated: StatedStyle = {
    kind: "graduated",
    column: "surface",
    stops: [
      { from: 0, colour: "#edf8e9", icon: "square" },
      { from: 10.5, colour: "#006d2c", icon: "star" },
    ],
    isOtherHidden: true,
  };
  for (const { rules } of byQgis("point", graduated))
    expect(rules).toEqual([
      ["surface < 0 OR surface >= 0 AND surface < 10.5", [["SimpleMarker", "#edf8e9", "square"]]],
      ["surface >= 10.5", [["SimpleMarker", "#006d2c", "star"]]],
    ]);
  const cased: StatedStyle = { kind: "simple", appearance: { colour: "#0070ff", widthPx: 3, outline: "#ffffff", outlinePx: 1 } };
  for (const { rules } of byQgis("line", cased)) expect(rules[0]?.[1].map(([, colour]) => colour)).toEqual(["#ffffff", "#0070ff"]);
});
