import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import { texts } from "@archipel/blocks/texts.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import { PAGE_DESCRIPTION_MAX, PAGE_TITLE_MAX } from "@archipel/contracts/site-pages.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { languagesOf } from "../../policy.ts";
import { takeToAnnounce } from "../../queries/announce.ts";

const title = texts(PAGE_TITLE_MAX, { isOneLine: true }).catch({});
const summary = texts(PAGE_DESCRIPTION_MAX, { isOneLine: true }).catch({});

/** A news item that its followers are about to be notified of. */
export interface AnnouncedNews {
  communityId: CommunityId;
  portalId: string;
  /** Its path on the portal, below the language. */
  path: string;
  title: ReturnType<typeof title.parse>;
  summary: ReturnType<typeof summary.parse>;
  /** The language of texts that are not written in the reader's. */
  fallback: ContentLanguage;
}

/** The published news item whose followers were not notified yet, marked as notified in this transaction; null for any other page. */
export async function newsToAnnounce(sql: SqlSession, pageId: string): Promise<AnnouncedNews | null> {
  const row = await takeToAnnounce(sql, pageId);
  if (!row) return null;
  const { communityId, portalId, slug, locales } = row;
  const [fallback = "fr"] = languagesOf(locales);
  return { communityId, portalId, path: `news/${slug}`, title: title.parse(row.title), summary: summary.parse(row.summary), fallback };
}
