"use client";
import { START_STEPS } from "@archipel/contracts/portal-start.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery } from "@tanstack/react-query";
import { CircleDashed } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { hasRole } from "../../../kit/has-role.ts";
import { links } from "../../../links.ts";
import { StartSteps } from "./start-steps.tsx";

/** On the home of a community: the first steps, until each portal has made them. Nothing for people who manage nothing. */
export function HomeStart() {
  const api = useApi();
  const community = useCommunity();
  const isManager = hasRole(community, "manager");
  const communityId = community.id;
  const portals = useQuery(api.portals.list.queryOptions({ communityId }));
  const lists = useQuery(api.portals.start.queryOptions({ communityId }, { enabled: isManager, refetchOnMount: "always" }));
  if (!isManager || portals.error || lists.error) return null;
  if (!portals.data || !lists.data) return <Skeleton className="h-14" />;
  if (portals.data.every(({ status }) => status === "deleted")) return <NoPortal />;
  return lists.data.map((list) => (
    <section key={list.portalId} aria-label={list.name} className="rounded-card border border-line bg-surface">
      <h2 className="border-line border-b px-5 py-3 text-large">
        <Link href={links.portal(community.slug, list.portalId)} className="text-ink underline-offset-2 hover:underline">
          {list.name}
        </Link>
      </h2>
      <StartSteps list={list} />
    </section>
  ));
}

/** The same steps before there is a portal: the first one opens it. */
function NoPortal() {
  const t = useTranslations("admin.portals.start");
  const community = useCommunity();
  return (
    <section aria-labelledby="first-steps" className="rounded-card border border-line bg-surface">
      <h2 id="first-steps" className="border-line border-b px-5 py-3 text-large">
        {t("first")}
      </h2>
      <ol className="divide-y divide-line">
        <li className="flex items-start gap-4 px-5 py-3">
          <CircleDashed aria-hidden className="mt-0.5 size-5 shrink-0 text-accent-ink" />
          <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-2">
            <div className="min-w-0 flex-1 basis-64">
              <p className="font-medium">{t("portal.name")}</p>
              <p className="text-ink-muted text-small">{t("portal.todo")}</p>
            </div>
            <Link href={links.newPortal(community.slug)} className={buttonClass({ tone: "primary" })}>
              {t("portal.act")}
            </Link>
          </div>
        </li>
        {START_STEPS.map((key) => (
          <li key={key} className="flex items-center gap-4 px-5 py-2 text-ink-muted">
            <CircleDashed aria-hidden className="size-5 shrink-0" />
            {t(`${key}.name`)}
          </li>
        ))}
      </ol>
    </section>
  );
}
