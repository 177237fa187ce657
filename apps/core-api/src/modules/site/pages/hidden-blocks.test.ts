import { createPreviewInput, listNewsInput } from "@archipel/contracts/site-pages.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anonymous, scopeOf } from "../../../kernel/actor.ts";
import { findSitePages } from "../../search/finding/pages.ts";
import { listNews } from "../news/service/list.ts";
import { previewPage } from "../service/preview.ts";
import { readPage } from "../service/read.ts";
import { type SiteWorld, siteWorld, textBlock } from "../testing/site-world.ts";
import { createPreview } from "./service/previews.ts";
import { getPage } from "./service/read.ts";

let database: Database;
let on: SiteWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  on = await siteWorld(database);
});
afterAll(() => database.close());

const hidden = true as const;
const found = async (q: string) => {
  const pages = await database.withTenant(scopeOf(anonymous), (tx) => findSitePages(tx, on.portalId, q, "fr"));
  return pages.map(({ result }) => result.label);
};

it("hidden blocks are neither served to visitors nor found; their editors and previews have them", async () => {
  const blocks = [textBlock("shown001", "Horaires"), { ...textBlock("hidden01", "Hivernage"), isHidden: hidden }];
  const page = await on.create({ slug: "capitainerie", title: { fr: "Capitainerie", en: "Office" }, blocks });
  await on.publish(page.id, page.revision);
  const served = await readPage(on.core, await on.visit(), "capitainerie");
  expect(served?.blocks.map(({ id }) => id)).toEqual(["shown001"]);
  expect(JSON.stringify(served)).not.toContain("Hivernage");
  expect(await found("horaires")).toEqual(["Capitainerie"]);
  expect(await found("hivernage")).toEqual([]);

  const edited = await getPage(on.core, on.manager, page.id);
  expect(edited.draft.blocks.map(({ isHidden }) => isHidden)).toEqual([undefined, true]);
  // The two titles of the page and of the shown block.
  expect(edited.completeness.find(({ language }) => language === "fr")).toMatchObject({ all: 2, written: 2 });
  const input = createPreviewInput.parse({ communityId: on.communityId, pageId: page.id });
  const { token } = await createPreview(on.core, on.manager, input);
  const preview = await previewPage(on.core, await on.visit(), token);
  expect(preview?.blocks.map(({ isHidden }) => isHidden)).toEqual([undefined, true]);
});

it("a page whose only block was hidden is shown again with it, word for word", async () => {
  const block = textBlock("only0001", "Travaux", "Le quai est fermé.");
  const page = await on.create({ slug: "travaux", title: { fr: "Travaux" }, blocks: [block] });
  const saved = await on.save(page.id, page.revision, { blocks: [{ ...block, isHidden: hidden }] });
  await on.publish(page.id, saved.revision);
  expect((await readPage(on.core, await on.visit(), "travaux"))?.blocks).toEqual([]);
  const again = await on.save(page.id, saved.revision, { blocks: [block] });
  await on.publish(page.id, again.revision);
  expect((await readPage(on.core, await on.visit(), "travaux"))?.blocks).toMatchObject([{ id: "only0001", props: block.props }]);
});

it("the picture of a hidden block is not the cover of its news item", async () => {
  const picture = {
    id: "picture1",
    type: "picture",
    v: 1,
    props: { picture: { file: "0198c0de-0000-4000-8000-00000000000a" } },
    isHidden: hidden,
  };
  const news = await on.create({ kind: "news", slug: "fete", title: { fr: "Fête" }, blocks: [picture] });
  await on.publish(news.id, news.revision);
  const { items } = await listNews(on.core, await on.visit(), listNewsInput.parse({ portalId: on.portalId }));
  expect(items.map(({ picture: cover }) => cover)).toEqual([null]);
});
