import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { ThemeOverrides } from "@archipel/theme/schema.ts";

export interface ThemeContent {
  baseTheme: string;
  theme: ThemeOverrides;
}

/** The themes that a community keeps by name. */
export function namedThemes(tx: Tx, communityId: CommunityId) {
  return tx.savedTheme.findMany({ where: { communityId, portalId: null }, orderBy: [{ name: "asc" }, { id: "asc" }] });
}

/** A name belongs to one theme of the community: saving under it again replaces the theme. */
export async function saveNamedTheme(tx: Tx, communityId: CommunityId, name: string, content: ThemeContent): Promise<void> {
  await tx.savedTheme.upsert({
    where: { communityId_name: { communityId, name } },
    update: { ...content, createdAt: new Date() },
    create: { ...content, communityId, name },
  });
}

export async function deleteNamedTheme(tx: Tx, communityId: CommunityId, themeId: string): Promise<string | null> {
  const found = await tx.savedTheme.findFirst({ where: { id: themeId, communityId, portalId: null }, select: { name: true } });
  if (found) await tx.savedTheme.delete({ where: { id: themeId, communityId } });
  return found?.name ?? null;
}

/** The themes that a portal has shown, the latest first. */
export function themeVersions(tx: Tx, communityId: CommunityId, portalId: string) {
  return tx.savedTheme.findMany({ where: { communityId, portalId }, orderBy: [{ createdAt: "desc" }, { id: "desc" }] });
}

export async function addVersion(
  tx: Tx,
  communityId: CommunityId,
  portalId: string,
  content: ThemeContent,
  createdAt: Date,
): Promise<void> {
  await tx.savedTheme.create({ data: { ...content, communityId, portalId, createdAt } });
}

/** Deletes the versions beyond the latest `most`. */
export async function forgetOldVersions(tx: Tx, communityId: CommunityId, portalId: string, most: number): Promise<void> {
  const old = (await themeVersions(tx, communityId, portalId)).slice(most).map(({ id }) => id);
  if (old.length > 0) await tx.savedTheme.deleteMany({ where: { communityId, id: { in: old } } });
}
