import type { References } from "@archipel/blocks/references.ts";
import type { BlockContext, ListedNewsInput, NewsItem, NewsList } from "@archipel/contracts/site-pages.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import { everyoneAt, type PortalVisit } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { lookUp } from "../../context/look-up.ts";
import { writtenLanguages } from "../../pages/policy.ts";
import { shownContentOf } from "../../policy.ts";
import { type NewsRow, newsRead, newsRows } from "../../queries/read.ts";
import { briefly, newsCache } from "../../service/cache.ts";
import { coverOf } from "../policy.ts";

type Wanted = Pick<ListedNewsInput, "limit" | "offset"> & { isPinnedFirst?: boolean };

/** The published news of a portal, the same for everyone. */
export function listNews(core: Core, visit: Pick<PortalVisit, "portalId" | "passTo">, wanted: Wanted): Promise<NewsList> {
  const { portalId } = visit;
  const { limit, offset, isPinnedFirst = true } = wanted;
  return briefly(newsCache(core), `${portalId} ${offset} ${limit} ${isPinnedFirst}`, () =>
    core.database.withTenant(everyoneAt(visit), (tx) => readNews(tx, portalId, { limit, offset, isPinnedFirst })),
  );
}

async function readNews(tx: Tx, portalId: string, wanted: Required<Wanted>): Promise<NewsList> {
  const rows = await newsRows(tx, portalId, wanted);
  return newsFrom(rows, await lookUp(tx, portalId, newsReferences(rows)));
}

/** The statement by which a portal is opened together with its newest news, and what its rows say. */
export const newsOpening = {
  read: (portal: Prisma.Sql, limit: number) => newsRead(portal, { limit, offset: 0, isPinnedFirst: true }),
  references: newsReferences,
  from: newsFrom,
};

/** The pictures of news are those of their first blocks. */
function newsReferences(rows: readonly NewsRow[]): References {
  const pictures = rows.flatMap(({ content }) => coverOf(shownContentOf(content).blocks)?.file ?? []);
  return { pages: [], datasets: [], maps: [], layers: [], pictures };
}

function newsFrom(stored: readonly NewsRow[], { pictures }: BlockContext): NewsList {
  const rows = stored.map((row) => ({ ...row, ...shownContentOf(row.content) }));
  const covers = new Map(rows.map(({ id, blocks }) => [id, coverOf(blocks)]));
  const items = rows.map(({ id, slug, title, description, completeness, isPinned, firstPublishedAt, savedAt }): NewsItem => {
    const shown = covers.get(id);
    const file = pictures.find((one) => one.id === shown?.file);
    const languages = writtenLanguages(completeness);
    const picture = shown && file ? { shown, file } : null;
    return { id, slug, title, description, languages, isPinned, firstPublishedAt, updatedAt: savedAt, picture };
  });
  return { items, total: rows[0]?.total ?? 0 };
}
