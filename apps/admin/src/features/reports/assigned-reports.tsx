"use client";
import { type Member, roles } from "@archipel/contracts/members.ts";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";
import { addressOf, FIRST_CHOICE, filterOf, type QueueChoice } from "./queue-filter.ts";
import { ReportStatusBadge } from "./report-words.tsx";

/** The open reports assigned to a member. Only members who may moderate can have some. */
export function AssignedReports({ member }: { readonly member: Member }) {
  const t = useTranslations("moderation");
  const api = useApi();
  const community = useCommunity();
  const isAble = roles.indexOf(member.role) >= roles.indexOf("moderator");
  const choice: QueueChoice = { ...FIRST_CHOICE, narrowed: { assignee: member.userId } };
  const reports = useQuery({
    ...api.reports.list.queryOptions({ communityId: community.id, filter: filterOf(choice), limit: 3 }),
    enabled: isAble,
  }).data;
  if (!isAble || !reports) return null;
  return (
    <section aria-labelledby="assigned-title" className="flex flex-col gap-2 border-line border-t pt-5">
      <h3 id="assigned-title" className="text-base">
        {t("member.title")}
      </h3>
      {reports.total === 0 ? (
        <p className="text-ink-muted">{t("member.none")}</p>
      ) : (
        <>
          <ul className="flex flex-col gap-2">
            {reports.items.map(({ id, number, body, status }) => (
              <li key={id} className="flex items-start justify-between gap-3">
                <Link href={links.report(community.slug, id)} className="min-w-0 text-accent-ink underline underline-offset-2">
                  <span className="line-clamp-2">
                    {t("number", { number })} {body}
                  </span>
                </Link>
                <ReportStatusBadge status={status} />
              </li>
            ))}
          </ul>
          <Link
            href={links.reports(community.slug, String(addressOf(choice)))}
            className="inline-flex min-h-6 items-center self-start text-accent-ink underline underline-offset-2"
          >
            {t("member.all", { count: reports.total })}
          </Link>
        </>
      )}
    </section>
  );
}
