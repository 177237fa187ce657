"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { LOCALES } from "@archipel/i18n/locales.ts";
import { matches } from "@archipel/i18n/matches.ts";
import { signOut } from "@archipel/session/sign-out.ts";
import { CircleHelp, Languages, LogOut, Rows3, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useMe } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
import { links } from "../../links.ts";
import { destinationGroups } from "../navigation.ts";
import { chooseMode, MODE_ICONS, MODES, rememberLocale } from "../preferences.ts";
import { actions } from "./actions.ts";
import type { PaletteEntry, PaletteGroup } from "./palette-list.tsx";

/** Entries that need no request: pages, actions, the person's communities and settings. */
export function useKnown(
  community: MyCommunity | null,
  typed: string,
): { readonly before: PaletteGroup[]; readonly after: PaletteGroup[] } {
  const t = useTranslations();
  const locale = useLocale();
  const router = useRouter();
  const me = useMe();
  const slug = community?.slug ?? "";
  const isAble = (needs: (typeof actions)[number]["needs"]) =>
    needs === "operator" ? me.isOperator : community !== null && hasRole(community, needs);
  const pages = destinationGroups
    .flatMap(({ entries }) => entries)
    .filter(({ needs }) => isAble(needs))
    .map(({ key, Icon, href }): PaletteEntry => ({ id: `page-${key}`, label: t(`admin.nav.${key}`), Icon, href: href(slug) }));
  const startable = actions
    .filter(({ needs }) => isAble(needs))
    .map(({ name, Icon, href }): PaletteEntry => ({ id: `action-${name}`, label: t(name), Icon, href: href(slug) }));
  const communities = me.communities
    .filter(({ id }) => id !== community?.id)
    .map(
      ({ id, name, slug: other }): PaletteEntry => ({
        id: `community-${id}`,
        label: name,
        detail: other,
        Icon: Rows3,
        href: links.community(other),
      }),
    );
  const own: PaletteEntry[] = [
    { id: "you-account", label: t("admin.shell.profile"), Icon: UserRound, href: links.account() },
    { id: "you-help", label: t("admin.help.title"), Icon: CircleHelp, href: links.help() },
    ...LOCALES.filter((other) => other !== locale).map((other) => ({
      id: `you-${other}`,
      label: t(`common.language.${other}`),
      detail: t("common.language.label"),
      lang: other,
      Icon: Languages,
      run: () => {
        rememberLocale(other);
        router.refresh();
      },
    })),
    ...MODES.map((mode) => ({
      id: `you-${mode}`,
      label: t(`common.mode.${mode}`),
      detail: t("common.mode.label"),
      Icon: MODE_ICONS[mode],
      run: () => chooseMode(mode),
    })),
    { id: "you-out", label: t("admin.shell.signOut"), Icon: LogOut, run: signOut },
  ];
  const group = (key: "pages" | "actions" | "communities" | "you", entries: readonly PaletteEntry[]): PaletteGroup => ({
    key,
    heading: t(`admin.palette.${key}`),
    entries: entries.filter(({ label, detail = "" }) => matches(`${label} ${detail}`, typed)),
  });
  return { before: [group("pages", pages), group("actions", startable)], after: [group("communities", communities), group("you", own)] };
}
