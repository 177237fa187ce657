"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Lock, Network } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ComponentType, useEffect, useId, useRef } from "react";
import { useApi } from "../api/api.ts";
import { WaitingCount } from "../features/contributions/waiting-count.tsx";
import { RequestsCount } from "../features/members/requests/requests-count.tsx";
import { useOrganisationName } from "../features/organisations/use-name.ts";
import { ReportsCount } from "../features/reports/reports-count.tsx";
import { useMe } from "../kit/current-community.tsx";
import { hasRole } from "../kit/has-role.ts";
import { links } from "../links.ts";
import { type Destination, destinationGroups, isCurrent } from "./navigation.ts";

/** Entries with a count of what waits there. */
const COUNTS: Partial<Record<Destination["key"], ComponentType<{ readonly community: MyCommunity }>>> = {
  contributions: WaitingCount,
  members: RequestsCount,
  reports: ReportsCount,
};

interface SideNavigationProps {
  readonly community: MyCommunity | null;
  /** Called when an entry is followed, so that the drawer of a narrow screen closes. */
  readonly onNavigate?: () => void;
}

/**
 * Left navigation, in groups. Pages that the role cannot open stay visible, locked; each says why and who can help.
 * Entries for operators are shown to operators only.
 */
export function SideNavigation({ community, onNavigate }: SideNavigationProps) {
  const t = useTranslations("admin");
  const me = useMe();
  const id = useId();
  const shown = destinationGroups
    .map(({ key, entries }) => ({
      key,
      entries: entries.filter(({ needs }) => (needs === "operator" ? me.isOperator : community !== null)),
    }))
    .filter(({ entries }) => entries.length > 0);
  return (
    <nav aria-label={t("shell.navigation")} className="flex flex-col gap-4 lg:gap-3">
      {shown.map(({ key, entries }) => (
        <div key={key}>
          {key && (
            // The heading of a group with one entry repeats the entry, so that it is for screen readers only.
            <p id={`${id}-${key}`} className={entries.length > 1 ? "px-3 pb-1 font-medium text-ink-muted text-small" : "sr-only"}>
              {t(`nav.groups.${key}`)}
            </p>
          )}
          <ul className="flex flex-col gap-0.5 lg:gap-0" {...(key && { "aria-labelledby": `${id}-${key}` })}>
            {entries.map((entry) => (
              <li key={entry.key}>
                <Entry entry={entry} community={community} onNavigate={onNavigate} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      <OwnOrganisationsNav onNavigate={onNavigate} />
    </nav>
  );
}

/** The organisations of the person, which are outside any community. Nothing without one. */
function OwnOrganisationsNav({ onNavigate }: { readonly onNavigate: (() => void) | undefined }) {
  const t = useTranslations("organisations.own");
  const api = useApi();
  const id = useId();
  const pathname = usePathname();
  const nameOf = useOrganisationName();
  const { data = [] } = useQuery(api.organisations.mine.queryOptions());
  if (data.length === 0) return null;
  return (
    <div>
      <p id={id} className="px-3 pb-1 font-medium text-ink-muted text-small">
        {t("title")}
      </p>
      <ul className="flex flex-col gap-0.5 lg:gap-0" aria-labelledby={id}>
        {data.map((one) => {
          const href = links.organisation(one.id);
          const isOpen = isCurrent(pathname, href);
          return (
            <li key={one.id}>
              <Link
                href={href}
                {...(onNavigate && { onClick: onNavigate })}
                aria-current={isOpen ? "page" : undefined}
                className={clsx(
                  "flex min-h-9 items-center gap-3 rounded-control px-3 py-1 no-underline lg:min-h-8",
                  isOpen ? "bg-accent-soft font-medium text-accent-ink" : "text-ink hover:bg-sunken",
                )}
              >
                <Network aria-hidden className="size-4 shrink-0" />
                <span className="min-w-0 break-words">{nameOf(one)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface EntryProps {
  readonly entry: Destination;
  readonly community: MyCommunity | null;
  readonly onNavigate: (() => void) | undefined;
}

function Entry({ entry: { key, Icon, needs, href }, community, onNavigate }: EntryProps) {
  const t = useTranslations("admin");
  const pathname = usePathname();
  const target = href(community?.slug ?? "");
  const isOpen = isCurrent(pathname, target);
  const isLocked = needs !== "operator" && community !== null && !hasRole(community, needs);
  const reason = isLocked ? t("roles.reason", { role: t(`roles.names.${needs}`) }) : undefined;
  const Count = COUNTS[key];
  const link = useRef<HTMLAnchorElement>(null);
  // On a low screen the entries scroll: the one of this page must not be below the edge.
  useEffect(() => {
    if (isOpen) link.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  return (
    <Link
      ref={link}
      href={target}
      {...(onNavigate && { onClick: onNavigate })}
      aria-current={isOpen ? "page" : undefined}
      title={reason}
      className={clsx(
        "relative flex min-h-9 items-center gap-3 rounded-control px-3 py-1 no-underline lg:min-h-8",
        isOpen ? "bg-accent-soft font-medium text-accent-ink" : reason ? "text-ink-muted hover:bg-sunken" : "text-ink hover:bg-sunken",
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {t(`nav.${key}`)}
      {Count && community && !reason && <Count community={community} />}
      {reason && (
        <>
          <Lock aria-hidden className="ml-auto size-3.5 shrink-0" />
          <span className="sr-only"> ({reason})</span>
        </>
      )}
    </Link>
  );
}
