"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { clsx } from "clsx";
import { Lock } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { WaitingCount } from "../features/contributions/waiting-count.tsx";
import { ReportsCount } from "../features/reports/reports-count.tsx";
import { hasRole, useMe } from "../kit/current-community.tsx";
import { destinations, isCurrent, platformDestinations } from "./navigation.ts";

const ENTRY = "flex min-h-9 items-center gap-3 rounded-control px-3 py-1.5 no-underline";

/** Left navigation by noun. What a role cannot open stays visible, locked; its page says why and whom to ask. */
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
            const reason = hasRole(community, needs) ? undefined : t("roles.reason", { role: t(`roles.names.${needs}`) });
            return (
              <li key={key}>
                <Link
                  href={target}
                  {...(onNavigate && { onClick: onNavigate })}
                  aria-current={isOpen ? "page" : undefined}
                  title={reason}
                  className={clsx(
                    ENTRY,
                    isOpen
                      ? "bg-accent-soft font-medium text-accent-ink"
                      : reason
                        ? "text-ink-muted hover:bg-sunken"
                        : "text-ink hover:bg-sunken",
                  )}
                >
                  <Icon aria-hidden className="size-4 shrink-0" />
                  {t(`nav.${key}`)}
                  {key === "contributions" && !reason && <WaitingCount community={community} />}
                  {key === "reports" && !reason && <ReportsCount community={community} />}
                  {reason && (
                    <>
                      <Lock aria-hidden className="ml-auto size-3.5 shrink-0" />
                      <span className="sr-only"> ({reason})</span>
                    </>
                  )}
                </Link>
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
