"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import type { Role } from "@archipel/contracts/members.ts";
import { LOCALES } from "@archipel/i18n/locales.ts";
import { matches } from "@archipel/i18n/matches.ts";
import { signOut } from "@archipel/session/sign-out.ts";
import { useQuery } from "@tanstack/react-query";
import { CircleHelp, Languages, LogOut, Rows3, SlidersHorizontal, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useHelpTopics } from "../../features/help/help-topics.tsx";
import { useMe } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
import { links } from "../../links.ts";
import { destinationGroups } from "../navigation.ts";
import { chooseMode, MODE_ICONS, MODES, rememberLocale } from "../preferences.ts";
import { actions } from "./actions.ts";
import type { PaletteEntry, PaletteGroup } from "./palette-list.tsx";
import { actionWords, pageWords, places } from "./places.ts";

interface Searched extends PaletteEntry {
  /** Other words by which it is found. */
  readonly words?: string;
}

/** Entries whose own name has the typed words come before those that have them among their other words. */
function bestFirst(entries: readonly Searched[], isNamed: (entry: Searched) => boolean): readonly Searched[] {
  return [...entries.filter(isNamed), ...entries.filter((entry) => !isNamed(entry))];
}

/** Tabs and settings: those of portals once for each portal. */
function usePlaces(community: MyCommunity | null, isAble: (needs: Role | "operator") => boolean): readonly Searched[] {
  const t = useTranslations("admin.palette.places");
  const { data: portals = [] } = useQuery(
    useApi().portals.list.queryOptions({ communityId: community?.id ?? "" }, { enabled: community !== null }),
  );
  const slug = community?.slug ?? "";
  return places
    .filter(({ needs, at }) => (needs === "anyone" ? true : isAble(needs)) && (community !== null || at === "own" || at === "platform"))
    .flatMap(({ key, at, words, href }): readonly Searched[] => {
      const entry = { id: `place-${key}`, label: t(key), Icon: SlidersHorizontal, words };
      if (at !== "portal") return [{ ...entry, href: href(slug, "") }];
      return portals.map(({ id, name }) => ({ ...entry, id: `place-${key}-${id}`, detail: name, href: href(slug, id) }));
    });
}

/**
 * Entries that need no request: pages, actions, the person's communities and settings. Those that have the typed words in their own name come
 * before what core-api finds, those that have them only among their other words come after.
 */
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
    .map(
      ({ key, Icon, href }): Searched => ({
        id: `page-${key}`,
        label: t(`admin.nav.${key}`),
        Icon,
        href: href(slug),
        words: pageWords[key] ?? "",
      }),
    );
  const startable = actions
    .filter(({ needs }) => isAble(needs))
    .map(
      ({ name, Icon, href }): Searched => ({
        id: `action-${name}`,
        label: t(name),
        Icon,
        href: href(slug),
        words: actionWords[name] ?? "",
      }),
    );
  const settings = usePlaces(community, isAble);
  const topics = useHelpTopics().map(
    ({ topic, title, intro }): Searched => ({ id: `help-${topic}`, label: title, Icon: CircleHelp, href: links.help(topic), words: intro }),
  );
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
  const isNamed = ({ label }: PaletteEntry) => matches(label, typed);
  const group = (key: "pages" | "actions" | "settings" | "help" | "communities" | "you", entries: readonly Searched[]): PaletteGroup => ({
    key,
    heading: t(`admin.palette.${key}`),
    entries: bestFirst(
      entries.filter(({ label, detail = "", words = "" }) => matches(`${label} ${detail} ${words}`, typed)),
      isNamed,
    ),
  });
  // Too many to read through: they wait for a word.
  const asked = (entries: readonly Searched[]) => (typed.trim() === "" ? [] : entries);
  const first = [group("pages", pages), group("actions", startable), group("settings", asked(settings))];
  return {
    before: first.filter(({ entries }) => entries.some(isNamed)),
    after: [
      ...first.filter(({ entries }) => !entries.some(isNamed)),
      group("help", asked(topics)),
      group("communities", communities),
      group("you", own),
    ],
  };
}
