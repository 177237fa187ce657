"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { clsx } from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { hasRole, useMe } from "../communities/current-community.tsx";
import { destinations, isCurrent, platformDestinations } from "./navigation.ts";

const ENTRY = "flex min-h-9 items-center gap-3 rounded-control px-3 py-1.5 no-underline";

/** Left navigation by noun. What a role cannot open stays visible and says why. */
export function SideNavigation({ community, onNavigate }: { readonly community: MyCommunity | null; readonly onNavigate?: () => void }) {
  const t = useTranslations("admin");
  const pathname = usePathname();
  const me = useMe();
  return (
    <nav aria-label={t("shell.navigation")} className="flex flex-col gap-6">
      {community && (
        <ul className="flex flex-col gap-0.5">
          {destinations.map(({ key, Icon, href, needs }) => {
            const target = href(community.slug);
            const isOpen = isCurrent(pathname, target);
            return (
              <li key={key}>
                {hasRole(community, needs) ? (
                  <Link
                    href={target}
                    {...(onNavigate && { onClick: onNavigate })}
                    aria-current={isOpen ? "page" : undefined}
                    className={clsx(ENTRY, isOpen ? "bg-accent-soft font-medium text-accent-ink" : "text-ink hover:bg-sunken")}
                  >
                    <Icon aria-hidden className="size-4 shrink-0" />
                    {t(`nav.${key}`)}
                  </Link>
                ) : (
                  <span
                    title={t("roles.reason", { role: t(`roles.names.${needs}`) })}
                    className={clsx(ENTRY, "cursor-not-allowed text-ink-muted")}
                  >
                    <Icon aria-hidden className="size-4 shrink-0" />
                    {t(`nav.${key}`)}
                    <span className="sr-only"> ({t("roles.reason", { role: t(`roles.names.${needs}`) })})</span>
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {me.isOperator && (
        <div>
          <p className="px-3 pb-1 font-medium text-ink-muted text-small">{t("nav.operator")}</p>
          <ul>
            {platformDestinations.map(({ key, Icon, href }) => (
              <li key={key}>
                <Link
                  href={href()}
                  {...(onNavigate && { onClick: onNavigate })}
                  aria-current={isCurrent(pathname, href()) ? "page" : undefined}
                  className={clsx(
                    ENTRY,
                    isCurrent(pathname, href()) ? "bg-accent-soft font-medium text-accent-ink" : "text-ink hover:bg-sunken",
                  )}
                >
                  <Icon aria-hidden className="size-4 shrink-0" />
                  {t(`nav.${key}`)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </nav>
  );
}
