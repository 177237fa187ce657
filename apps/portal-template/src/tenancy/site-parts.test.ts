import type { OpenedPage, PortalSite, PortalView } from "@archipel/contracts/portals.ts";
import { expect, test } from "vitest";
import { openedPage, rememberSite, siteParts, sizeOf } from "./site-parts.ts";

test("what came with a portal is that of the page and the language that were asked for, and of no other portal", () => {
  const [portal, other] = [{ id: "a" }, { id: "a" }] as PortalView[];
  const opened = { locale: "fr", slug: "presentation", page: null } as OpenedPage;
  expect(rememberSite({ portal, opened } as PortalSite, 12)).toBe(portal);
  if (!portal || !other) throw new Error("two portals");
  expect(openedPage(portal, "presentation", "fr")).toBe(opened);
  expect(openedPage(portal, "presentation")).toBe(opened);
  expect(openedPage(portal, "presentation", "en")).toBeUndefined();
  expect(openedPage(portal, null, "fr")).toBeUndefined();
  expect(openedPage(other, "presentation", "fr")).toBeUndefined();
  expect(siteParts(other)).toBeUndefined();
  expect([sizeOf(portal), sizeOf(other)]).toEqual([12, 0]);
});
