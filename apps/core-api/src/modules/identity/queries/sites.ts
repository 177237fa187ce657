import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";

export interface PortalSiteRow {
  id: string;
  slug: string;
  name: string;
  tagline: unknown;
  baseTheme: string;
  theme: unknown;
  logoKey: string | null;
  locales: string[];
  updatedAt: Date;
  hosts: { host: string; isPrimary: boolean }[];
}

const select = {
  id: true,
  slug: true,
  name: true,
  tagline: true,
  baseTheme: true,
  theme: true,
  logoKey: true,
  locales: true,
  updatedAt: true,
  hosts: { select: { host: true, isPrimary: true }, orderBy: [{ isPrimary: "desc" }, { host: "asc" }] },
} satisfies Prisma.PortalSelect;

const isOpen = { status: "live", community: { status: "active" } } satisfies Prisma.PortalWhereInput;

/**
 * A live portal of an active community, by its slug, or by a former one: a sign-in that began before the change ends well.
 *
 * @param host the host made from the slug
 */
export function portalSiteBySlug(tx: Tx, slug: string, host: string): Promise<PortalSiteRow | null> {
  return tx.portal.findFirst({ where: { OR: [{ slug }, { hosts: { some: { host, kind: "former" } } }], ...isOpen }, select });
}

/** The slug of the portal of a host, which is live or the one that is open to the caller. */
export async function portalSlugOfHost(tx: Tx, host: string, openTo: string | null): Promise<string | null> {
  const where: Prisma.PortalWhereInput = { hosts: { some: { host } }, OR: [isOpen, ...(openTo === null ? [] : [{ id: openTo }])] };
  const portal = await tx.portal.findFirst({ where, select: { slug: true } });
  return portal?.slug ?? null;
}
