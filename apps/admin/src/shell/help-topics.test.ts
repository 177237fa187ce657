import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { topicOf } from "../features/help/topic-of.ts";
import { destinationGroups } from "./navigation.ts";

const destinations = destinationGroups.flatMap(({ entries }) => entries).filter(({ needs }) => needs !== "operator");

describe("the help of a screen", () => {
  it("exists for every entry of the navigation except the home page, which opens the list", () => {
    const without = destinations.filter(({ href }) => topicOf(href("brelandes")) === undefined).map(({ key }) => key);
    expect(without).toEqual(["home"]);
  });

  it("follows the tab of a dataset", () => {
    expect(topicOf("/c/brelandes/datasets/7", "quality")).toBe("quality");
    expect(topicOf("/c/brelandes/datasets/7", "contributions")).toBe("history");
    expect(topicOf("/c/brelandes/datasets/7", "record")).toBe("publish-data");
    expect(topicOf("/c/brelandes/members", "quality")).toBe("gather-members");
  });

  it.each(["fr", "en"] as const)("leads to topics that are written in %s", (locale) => {
    const folder = new URL(`../../../../docs/help/${locale}/`, import.meta.url);
    const written = readdirSync(folder).map((file) => file.replace(/^\d+-(.*)\.md$/, "$1"));
    const screens = ["/account", ...destinations.map(({ href }) => href("brelandes"))];
    const led = [...screens.map((screen) => topicOf(screen)), topicOf("/c/brelandes/datasets/7", "contributions")];
    expect(written).toEqual(expect.arrayContaining(led.filter((topic) => topic !== undefined)));
  });
});
