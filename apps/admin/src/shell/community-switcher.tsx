"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { Menu } from "@archipel/ui/menu.tsx";
import { ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMe } from "../kit/current-community.tsx";
import { links } from "../links.ts";

/** The current community, and links to the others. */
export function CommunitySwitcher({ community }: { readonly community: MyCommunity | null }) {
  const t = useTranslations("admin");
  const { communities } = useMe();
  if (communities.length === 0) return null;
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="flex min-h-12 w-full items-center gap-3 rounded-control border border-line bg-surface px-3 py-2 text-left hover:bg-sunken"
        >
          <span className="min-w-0 flex-1">
            <span className="sr-only">{t("shell.switchCommunity")} </span>
            <span className="line-clamp-2 font-medium leading-snug">{community?.name ?? t("shell.chooseCommunity")}</span>
            {community && <span className="block text-ink-muted text-small leading-snug">{t(`roles.names.${community.role}`)}</span>}
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-muted" />
        </button>
      }
      entries={communities.map((entry) => ({
        kind: "link" as const,
        label: entry.name,
        href: links.community(entry.slug),
        isCurrent: entry.id === community?.id,
      }))}
    />
  );
}
