import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import type { SavedTheme, saveThemeInput } from "@archipel/contracts/portals.ts";
import type { Tx } from "@archipel/database/database.ts";
import { sanitiseOverrides } from "@archipel/theme/sanitise.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { assertReadableTheme } from "../policy.ts";
import {
  addVersion,
  deleteNamedTheme,
  forgetOldVersions,
  namedThemes,
  saveNamedTheme,
  type ThemeContent,
  themeVersions,
} from "./queries.ts";

/** More are a list that nobody chooses from. */
const MOST_NAMED = 50;
const MOST_VERSIONS = 100;

type Row = Awaited<ReturnType<typeof namedThemes>>[number];

function savedThemeOf({ id, name, baseTheme, theme, createdAt }: Row): SavedTheme {
  return { id, name, baseTheme, theme: sanitiseOverrides(theme).overrides, createdAt };
}

export function listThemes(core: Core, actor: MemberActor): Promise<SavedTheme[]> {
  return core.database.withTenant(actor, async (tx) => (await namedThemes(tx, actor.communityId)).map(savedThemeOf));
}

/** The themes that a portal of the community has shown, the latest first. */
export function listThemeVersions(core: Core, actor: MemberActor, portalId: string): Promise<SavedTheme[]> {
  return core.database.withTenant(actor, async (tx) => (await themeVersions(tx, actor.communityId, portalId)).map(savedThemeOf));
}

/** Keeps a theme by name, for every portal of the community. An unreadable theme is refused, as a portal would. */
export function saveTheme(
  core: Core,
  actor: MemberActor,
  { name, baseTheme, theme }: z.infer<typeof saveThemeInput>,
): Promise<SavedTheme[]> {
  assertReadableTheme(baseTheme, theme);
  return core.database.withTenant(actor, async (tx) => {
    const known = await namedThemes(tx, actor.communityId);
    if (known.length >= MOST_NAMED && !known.some((one) => one.name === name)) {
      throw new DomainError("conflict", "themes-too-many", { most: MOST_NAMED }, "name");
    }
    await saveNamedTheme(tx, actor.communityId, name, { baseTheme, theme });
    await recordTheme(tx, actor, "theme.saved", name);
    return (await namedThemes(tx, actor.communityId)).map(savedThemeOf);
  });
}

export function deleteTheme(core: Core, actor: MemberActor, themeId: string): Promise<SavedTheme[]> {
  return core.database.withTenant(actor, async (tx) => {
    const name = await deleteNamedTheme(tx, actor.communityId, themeId);
    if (name === null) throw new DomainError("not-found", "theme-not-found");
    await recordTheme(tx, actor, "theme.deleted", name);
    return (await namedThemes(tx, actor.communityId)).map(savedThemeOf);
  });
}

async function recordTheme(tx: Tx, { communityId, userId: actorId }: MemberActor, action: AuditAction, name: string): Promise<void> {
  await audit(tx, { communityId, actorId, action, resourceType: "community", resourceId: communityId, summary: { name } });
}

/** Keeps the theme that a portal shows from now on, and at the first change also the one before. */
export async function keepThemeVersion(
  tx: Tx,
  { communityId }: MemberActor,
  portalId: string,
  { before, after }: { before: (ThemeContent & { updatedAt: Date }) | null; after: ThemeContent },
): Promise<void> {
  const known = await themeVersions(tx, communityId, portalId);
  if (before && known.length === 0) {
    const { updatedAt, baseTheme, theme } = before;
    await addVersion(tx, communityId, portalId, { baseTheme, theme }, updatedAt);
  }
  await addVersion(tx, communityId, portalId, after, new Date());
  await forgetOldVersions(tx, communityId, portalId, MOST_VERSIONS);
}
