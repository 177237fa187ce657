import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "../../../kernel/actor.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { updatePortal } from "../service.ts";
import { deleteTheme, listThemes, listThemeVersions, saveTheme } from "./service.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());

async function world() {
  const community = await createCommunity(database);
  const user = await createMember(database, community.id, "manager");
  const manager: MemberActor = { userId: user.id, communityId: community.id, role: "manager", isOperator: false, isSuspended: false };
  const portal = await createPortal(database, community.id);
  const show = (change: object) => updatePortal(core, manager, { communityId: community.id, portalId: portal.id, ...change });
  const keep = (name: string, accent: `#${string}`) =>
    saveTheme(core, manager, { communityId: community.id, name, baseTheme: "neutral", theme: { colours: { light: { accent } } } });
  return { community, manager, portal, show, keep };
}

describe("themes that a community keeps", () => {
  it("are replaced under the same name, and seen by its own managers only", async () => {
    const { manager, keep } = await world();
    await keep("Printemps", "#2f7d32");
    await keep("Automne", "#8a4b12");
    expect((await keep("Printemps", "#1b5e20")).map(({ name, theme }) => [name, theme.colours?.light?.accent])).toEqual([
      ["Automne", "#8a4b12"],
      ["Printemps", "#1b5e20"],
    ]);
    const { manager: stranger } = await world();
    expect(await listThemes(core, stranger)).toEqual([]);
    const [first] = await listThemes(core, manager);
    await expect(deleteTheme(core, stranger, first?.id ?? "")).rejects.toMatchObject({ code: "theme-not-found" });
    expect(await deleteTheme(core, manager, first?.id ?? "")).toHaveLength(1);
  });

  it("are refused when nobody could read them", async () => {
    const { manager, community } = await world();
    const theme = { colours: { light: { ground: "#000000", surface: "#ffffff" } } } as const;
    const saving = async () => saveTheme(core, manager, { communityId: community.id, name: "Nuit", baseTheme: "neutral", theme });
    await expect(saving()).rejects.toMatchObject({ code: "theme-contrast" });
  });
});

describe("versions of a portal's theme", () => {
  it("begin with the theme before the first change, and grow with each change of the theme alone", async () => {
    const { manager, portal, show } = await world();
    await show({ name: "Autre nom" });
    expect(await listThemeVersions(core, manager, portal.id)).toEqual([]);
    await show({ theme: { colours: { light: { accent: "#8a1c4a" } } } });
    await show({ theme: { colours: { light: { accent: "#8a1c4a" } } }, name: "Encore" });
    await show({ baseTheme: "lidar", theme: {} });
    const versions = await listThemeVersions(core, manager, portal.id);
    expect(versions.map(({ baseTheme, theme }) => [baseTheme, theme.colours?.light?.accent])).toEqual([
      ["lidar", undefined],
      ["neutral", "#8a1c4a"],
      [versions[2]?.baseTheme ?? "", undefined],
    ]);
    expect(versions).toHaveLength(3);
    const [, second] = versions;
    await show({ baseTheme: second?.baseTheme, theme: second?.theme });
    expect((await listThemeVersions(core, manager, portal.id))[0]?.theme).toEqual(second?.theme);
  });

  it("are not those of another community's portal", async () => {
    const { portal, show } = await world();
    await show({ theme: { shape: { radius: "none" } } });
    const { manager: stranger } = await world();
    expect(await listThemeVersions(core, stranger, portal.id)).toEqual([]);
  });

  it("are the latest hundred", async () => {
    const { manager, portal, show } = await world();
    for (let n = 0; n < 102; n++) await show({ theme: { colours: { light: { accent: `#8a1c${(16 + n).toString(16)}` } } } });
    const versions = await listThemeVersions(core, manager, portal.id);
    expect(versions).toHaveLength(100);
    expect(versions[0]?.theme.colours?.light?.accent).toBe("#8a1c75");
  });
});
