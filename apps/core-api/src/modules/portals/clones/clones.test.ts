import { randomUUID } from "node:crypto";
import type { Database } from "@archipel/database/database.ts";
import { createDataset } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { siteWorld } from "../../site/testing/site-world.ts";
import { clonePortal } from "./service.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const slugOf = () => `copie-${randomUUID().slice(0, 8)}`;

it("copies pages with pictures, menus, settings and the list of datasets, with rows of its own", async () => {
  const { core, manager, portalId, communityId, create } = await siteWorld(database);
  await create({ slug: "services", title: { fr: "Services" } });
  const { id: datasetId } = await createDataset(database, communityId);
  const picture = randomUUID();
  await database.withSystem(async (tx) => {
    await tx.portal.update({ where: { id: portalId }, data: { reporting: "everyone", tagline: { fr: "Le port" }, theme: {} } });
    await tx.portalDataset.create({ data: { portalId, datasetId, communityId, position: 3, isVisible: false } });
    const key = `sha256/${"a".repeat(64)}`;
    const data = { id: picture, communityId, portalId, name: "Le quai", width: 10, height: 10, size: 5, variants: [{ width: 10, key }] };
    await tx.siteMedia.create({ data });
    await tx.sitePart.create({ data: { portalId, communityId, part: "legal", content: { publisher: "x" } } });
    await tx.sitePart.create({ data: { portalId, communityId, part: "navigation", content: { shown: picture } } });
  });
  const slug = slugOf();
  const clone = await clonePortal(core, manager, { communityId, portalId, name: "Le second", slug });
  expect(clone).toMatchObject({ name: "Le second", slug, reporting: "everyone", tagline: { fr: "Le port" }, status: "preparing" });
  expect(clone.datasets).toEqual([{ datasetId, isVisible: false }]);
  const rows = await database.withSystem(async (tx) => ({
    pages: await tx.sitePage.findMany({ where: { portalId: clone.id } }),
    before: await tx.sitePage.findMany({ where: { portalId, status: { not: "archived" } } }),
    media: await tx.siteMedia.findMany({ where: { portalId: clone.id } }),
    parts: await tx.sitePart.findMany({ where: { portalId: clone.id } }),
    references: await tx.objectReference.count({ where: { key: `sha256/${"a".repeat(64)}` } }),
  }));
  expect(rows.before.length).toBeGreaterThan(0);
  expect(rows.pages.map(({ slug, kind }) => [slug, kind]).sort()).toEqual(rows.before.map(({ slug, kind }) => [slug, kind]).sort());
  expect(rows.pages.some(({ id }) => rows.before.some((page) => page.id === id))).toBe(false);
  const [copy] = rows.media;
  expect(copy).toMatchObject({ name: "Le quai", uploadedById: manager.userId });
  expect(copy?.id).not.toBe(picture);
  // Both rows keep the bytes; the legal pages are of one site.
  expect(rows.references).toBe(2);
  expect(rows.parts.map(({ part, content }) => [part, content])).toEqual([["navigation", { shown: copy?.id }]]);
});

it("refuses an address that is taken, and a portal of another community", async () => {
  const { core, manager, portalId, communityId } = await siteWorld(database);
  const other = await siteWorld(database);
  const slug = slugOf();
  await clonePortal(core, manager, { communityId, portalId, name: "Un", slug });
  await expect(clonePortal(core, manager, { communityId, portalId, name: "Deux", slug })).rejects.toMatchObject({
    code: "address-taken",
    field: "slug",
  });
  await expect(clonePortal(core, manager, { communityId, portalId: other.portalId, name: "Deux", slug: slugOf() })).rejects.toMatchObject({
    code: "portal-not-found",
  });
});
