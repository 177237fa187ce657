import type { ListedNewsInput, NewsItem, NewsList } from "@archipel/contracts/site-pages.ts";
import type { Tx } from "@archipel/database/database.ts";
import { anonymous, type PortalVisit, scopeOf } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { lookUp } from "../../context/look-up.ts";
import { writtenLanguages } from "../../pages/policy.ts";
import { shownContentOf } from "../../policy.ts";
import { newsRows } from "../../queries/read.ts";
import { briefly, newsCache } from "../../service/cache.ts";
import { coverOf } from "../policy.ts";

type Wanted = Pick<ListedNewsInput, "limit" | "offset"> & { isPinnedFirst?: boolean };

/** The published news of a portal, the same for everyone. */
export function listNews(core: Core, { portalId }: Pick<PortalVisit, "portalId">, wanted: Wanted): Promise<NewsList> {
  const { limit, offset, isPinnedFirst = true } = wanted;
  return briefly(newsCache(core), `${portalId} ${offset} ${limit} ${isPinnedFirst}`, () =>
    core.database.withTenant(scopeOf(anonymous), (tx) => readNews(tx, portalId, { limit, offset, isPinnedFirst })),
  );
}

async function readNews(tx: Tx, portalId: string, wanted: Required<Wanted>): Promise<NewsList> {
  const rows = (await newsRows(tx, portalId, wanted)).map((row) => ({ ...row, ...shownContentOf(row.content) }));
  const covers = new Map(rows.map(({ id, blocks }) => [id, coverOf(blocks)]));
  const named = [...covers.values()].flatMap((picture) => picture?.file ?? []);
  const { pictures } = await lookUp(tx, portalId, { pages: [], datasets: [], maps: [], layers: [], pictures: named });
  const items = rows.map(({ id, slug, title, description, completeness, isPinned, firstPublishedAt, savedAt }): NewsItem => {
    const shown = covers.get(id);
    const file = pictures.find((one) => one.id === shown?.file);
    const languages = writtenLanguages(completeness);
    const picture = shown && file ? { shown, file } : null;
    return { id, slug, title, description, languages, isPinned, firstPublishedAt, updatedAt: savedAt, picture };
  });
  return { items, total: rows[0]?.total ?? 0 };
}
