"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { matches } from "@archipel/i18n/matches.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { GitPullRequestArrow, Globe, Layers, MapPinned, UserRound } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { hasRole } from "../../kit/has-role.ts";
import { useSettled } from "../../kit/use-settled.ts";
import { links } from "../../links.ts";
import type { PaletteGroup } from "./palette-list.tsx";

const SHOWN = 5;
const SETTLED_MS = 150;

interface Found {
  readonly groups: readonly PaletteGroup[];
  /** At least one answer is still loading. */
  readonly isSearching: boolean;
  /** The first error; undefined without an error. */
  readonly error: unknown;
  readonly retry: () => void;
}

/** What core-api finds in a community for the typed text. Lists that the person's role cannot read are not requested. */
export function useFound(community: MyCommunity | null, typed: string): Found {
  const t = useTranslations();
  const locale = useLocale();
  const api = useApi();
  const wanted = typed.trim();
  const q = useSettled(wanted, SETTLED_MS);
  const communityId = community?.id ?? "";
  const slug = community?.slug ?? "";
  const isIn = community !== null;
  const isModerator = isIn && hasRole(community, "moderator");
  const isContributor = isIn && hasRole(community, "contributor");
  const page = { communityId, limit: SHOWN };
  const kept = { placeholderData: keepPreviousData };
  const datasets = useQuery(api.datasets.list.queryOptions({ ...page, ...(q && { q }) }, { ...kept, enabled: isIn }));
  const portals = useQuery(api.portals.list.queryOptions({ communityId }, { enabled: isIn }));
  const contributions = useQuery(
    api.contributions.list.queryOptions({ ...page, search: q }, { ...kept, enabled: isContributor && q !== "" }),
  );
  const reports = useQuery(
    api.reports.list.queryOptions({ ...page, filter: { search: q }, sort: "latest" }, { ...kept, enabled: isModerator && q !== "" }),
  );
  const members = useQuery(api.members.list.queryOptions({ ...page, q }, { ...kept, enabled: isModerator && q !== "" }));

  const asked = [datasets, portals, ...(wanted ? [contributions, reports, members] : [])];
  // Results of the previous text are filtered by the new text, so that Enter never opens an unrelated entry.
  const isOfBefore = q !== wanted || asked.some(({ isPlaceholderData }) => isPlaceholderData);
  const fresh = ({ label, detail = "" }: { readonly label: string; readonly detail?: string }) =>
    !isOfBefore || matches(`${label} ${detail}`, wanted);
  const groups: readonly PaletteGroup[] = [
    {
      key: "datasets",
      heading: t("admin.nav.datasets"),
      entries: (datasets.data?.items ?? [])
        .map(({ id, title }) => ({ id: `dataset-${id}`, label: title, Icon: Layers, href: links.dataset(slug, id) }))
        .filter(fresh),
    },
    {
      key: "portals",
      heading: t("admin.nav.portals"),
      entries: (portals.data ?? [])
        .map(({ id, name, slug: address }) => ({
          id: `portal-${id}`,
          label: name,
          detail: address,
          Icon: Globe,
          href: links.portal(slug, id),
        }))
        .filter(({ label, detail }) => matches(`${label} ${detail}`, wanted)),
    },
    {
      key: "contributions",
      heading: t("admin.nav.contributions"),
      entries: (wanted ? (contributions.data?.items ?? []) : [])
        .map(({ id, title, authorName }) => ({
          id: `contribution-${id}`,
          label: title,
          detail: authorName ?? t("admin.contributions.someone"),
          Icon: GitPullRequestArrow,
          href: links.contribution(slug, id),
        }))
        .filter(fresh),
    },
    {
      key: "reports",
      heading: t("admin.nav.reports"),
      entries: (wanted ? (reports.data?.items ?? []) : [])
        .map(({ id, number, body, themeName }) => ({
          id: `report-${id}`,
          label: `${t("moderation.number", { number })} ${body}`,
          detail: wordsIn(locale, themeName),
          Icon: MapPinned,
          href: links.report(slug, id),
        }))
        .filter(fresh),
    },
    {
      key: "members",
      heading: t("admin.nav.members"),
      entries: (wanted ? (members.data?.items ?? []) : [])
        .map(({ id, name, email }) => ({
          id: `member-${id}`,
          label: name,
          detail: email,
          Icon: UserRound,
          href: links.member(slug, { id, name }),
        }))
        .filter(fresh),
    },
  ];
  const failed = asked.filter(({ error }) => error !== null);
  return {
    groups,
    isSearching: isIn && (q !== wanted || asked.some(({ isFetching }) => isFetching)),
    error: failed[0]?.error ?? undefined,
    retry: () => {
      for (const query of failed) void query.refetch();
    },
  };
}
