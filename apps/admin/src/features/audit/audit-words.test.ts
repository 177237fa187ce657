import { AUDIT_VERBS } from "@archipel/contracts/audit-actions.ts";
import en from "@archipel/i18n/messages/admin/en.json" with { type: "json" };
import fr from "@archipel/i18n/messages/admin/fr.json" with { type: "json" };
import { describe, expect, it } from "vitest";
import { linkOf, undoOf } from "./entry-link.ts";
import { PLATFORM_NOUNS, SUBJECTS } from "./subjects.ts";

const known = Object.entries(AUDIT_VERBS).flatMap(([noun, verbs]) => verbs.map((verb) => `${noun}.${verb}`));

describe("the words of the journal", () => {
  it.each([
    ["fr", fr],
    ["en", en],
  ] as const)("exist in %s for every action that core-api writes, and for no other", (_, messages) => {
    const written = Object.entries(messages.audit.actions).flatMap(([noun, verbs]) => Object.keys(verbs).map((verb) => `${noun}.${verb}`));
    expect(written.toSorted()).toEqual(known.toSorted());
  });

  it("are offered by exactly one filter, except those of the platform", () => {
    expect([...Object.values(SUBJECTS).flat(), ...PLATFORM_NOUNS].toSorted()).toEqual(Object.keys(AUDIT_VERBS).toSorted());
  });
});

describe("a line of the journal", () => {
  const entry = { action: "site.page-deleted", resourceType: "page", resourceId: "7", placeId: "3", standing: "there" } as const;

  it("leads to the thing while it exists, and to the bin while it waits there", () => {
    expect(linkOf("a", entry)).toBe("/c/a/portals/3/site/7");
    expect(linkOf("a", { ...entry, standing: "bin" })).toBe("/c/a/bin");
    expect(linkOf("a", { ...entry, standing: "gone" })).toBeUndefined();
  });

  it("offers a way back only where one exists", () => {
    expect(undoOf("a", entry)).toBeUndefined();
    expect(undoOf("a", { ...entry, standing: "bin" })).toBe("/c/a/bin");
    const updated = { action: "layer.data-updated", resourceType: "layer", resourceId: "7", placeId: "3", standing: "there" } as const;
    expect(undoOf("a", updated)).toBe("/c/a/datasets/3?tab=revisions&layer=7");
  });
});
