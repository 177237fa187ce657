import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { nearestStop } from "./bottom-sheet.tsx";
import { visiblePages } from "./pagination.tsx";

const folder = new URL("./", import.meta.url);
const components = readdirSync(folder).filter((name) => name.endsWith(".tsx"));

describe("the primitives", () => {
  it.each(components)("%s sets no colour of its own", (name) => {
    const code = readFileSync(new URL(name, folder), "utf8");
    // The veil behind a dialog must darken any theme.
    expect(code.replace("bg-[rgb(0_0_0/0.45)]", "")).not.toMatch(
      /#[0-9a-f]{3,8}\b(?!`)|rgba?\(|hsl\(|oklch\(|\b(?:bg|text|border)-(?:black|white|red|gray|slate|neutral|blue)/i,
    );
  });
});

describe("the choosers of files of both sites", () => {
  const sources = ["../../../apps/admin/src/", "../../../apps/portal-template/src/"].flatMap((path) => {
    const site = new URL(path, import.meta.url);
    return readdirSync(site, { recursive: true, encoding: "utf8" }).flatMap((name) => (name.endsWith(".tsx") ? [new URL(name, site)] : []));
  });

  it("hear a file that was chosen before the page was ready", () => {
    const choosers = sources.flatMap((source) =>
      [...readFileSync(source, "utf8").matchAll(/<input\b(?:(?!\/>)[\s\S])*type="file"(?:(?!\/>)[\s\S])*/g)].map(([input]) => [
        source.pathname,
        input,
      ]),
    );
    expect(choosers.length).toBeGreaterThan(10);
    const deaf = choosers.filter(([, input]) => !/ref=\{hearEarly(?:In\(\w+\))?\}/.test(input ?? "")).map(([path]) => path);
    expect(deaf).toEqual([]);
  });
});

describe("visiblePages", () => {
  it.each([
    [1, 1, [1]],
    [1, 3, [1, 2, 3]],
    [5, 9, [1, null, 4, 5, 6, null, 9]],
    [3, 9, [1, 2, 3, 4, null, 9]],
    [9, 9, [1, null, 8, 9]],
  ])("page %i of %i", (page, count, expected) => {
    expect(visiblePages(page, count)).toEqual(expected);
  });
});

describe("nearestStop", () => {
  it("moves to the stop nearest to where the sheet was released", () => {
    expect([0.1, 0.3, 0.4, 0.6, 0.8].map(nearestStop)).toEqual(["peek", "peek", "half", "half", "full"]);
  });
});
