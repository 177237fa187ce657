"use client";
import type { Contribution, ContributionOverview } from "@archipel/contracts/contributions.ts";
import { formatAgo, unbroken } from "@archipel/i18n/format.ts";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { useQuery } from "@tanstack/react-query";
import { Check, CircleCheck, CircleDashed, GitMerge, TriangleAlert, X } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity, useMe } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
import { useNow } from "../../kit/use-now.ts";
import { links } from "../../links.ts";
import { AuthorActs } from "./author-acts.tsx";
import { useAuthorName } from "./contribution-words.tsx";
import { missingApprovals, type Standing, standingOf, WAITING } from "./standing.ts";

type Act = (() => void) | undefined;

interface MergeBoxProps {
  readonly contribution: Contribution;
  /** Null while it loads. */
  readonly overview: ContributionOverview | null;
  readonly isBusy: boolean;
  readonly onMerge: Act;
  readonly onApprove: Act;
  readonly onReject: Act;
  readonly onSendBack: Act;
}

/** The status of the contribution, what blocks its merge, and what the person may do. */
export function MergeBox({ contribution, overview, isBusy, onMerge, onApprove, onReject, onSendBack }: MergeBoxProps) {
  const t = useTranslations("admin.contributions");
  const community = useCommunity();
  const me = useMe();
  const { allowed, approvals, status } = contribution;
  const conflicts = overview?.conflicts ?? 0;
  const isAuthor = contribution.authorId === me.id;
  const standing = standingOf(contribution, { conflicts, isAuthor, isModerator: hasRole(community, "moderator") });
  const isWaiting = WAITING.includes(status);
  const mayResolve = allowed.includes("resolve");
  const reason =
    status === "changes-requested"
      ? contribution.reviews.findLast(({ verdict }) => verdict === "request-changes")?.comment
      : contribution.reason;
  return (
    <section
      aria-labelledby="merge-title"
      className="flex flex-col gap-4 rounded-card border border-line bg-surface p-5 max-xl:order-1 xl:sticky xl:top-6"
    >
      <h2 id="merge-title" className="text-base">
        {t("standing.label")}
      </h2>
      <ul className="flex flex-col gap-2">
        {standing.map((one) => (
          <StandingLine key={one} standing={one} contribution={contribution} conflicts={conflicts} />
        ))}
      </ul>
      {isWaiting && overview && <Checks overview={overview} isOutside={contribution.isOutsideTerritory} />}
      {reason && (
        <blockquote className="whitespace-pre-line break-words border-line-strong border-l-2 pl-3">
          <span className="block text-ink-muted text-small">{t("reasonGiven")}</span>
          {reason}
        </blockquote>
      )}
      {isWaiting && approvals.needed > 1 && (
        <p className="text-small">
          <span className="flex justify-between">
            {t("approvals")}{" "}
            <span className="figures font-medium">{t("approvalsGiven", { given: approvals.given, needed: approvals.needed })}</span>
          </span>
          <span className="text-ink-muted">{t("approvalsHint")}</span>
        </p>
      )}
      <div className="flex flex-col gap-2">
        {mayResolve && (
          <Link href={links.contributionConflicts(community.slug, contribution.id)} className={buttonClass({ tone: "primary" })}>
            {t("acts.resolve")}
          </Link>
        )}
        {onMerge && !mayResolve && (
          <Button tone="primary" disabled={isBusy} aria-keyshortcuts="m" onClick={onMerge}>
            {conflicts > 0 ? <TriangleAlert aria-hidden className="size-4" /> : <GitMerge aria-hidden className="size-4" />}
            {conflicts > 0 ? t("acts.mergeConflicting", { count: conflicts }) : t("acts.merge")}
          </Button>
        )}
        {onApprove && approvals.needed > 1 && !approvals.isMine && (
          <Button disabled={isBusy} aria-keyshortcuts="a" onClick={onApprove}>
            {t("acts.approve")}
          </Button>
        )}
        {onSendBack && (
          <Button disabled={isBusy} aria-keyshortcuts="c" onClick={onSendBack}>
            {t("acts.changes")}
          </Button>
        )}
        {onReject && (
          <Button tone="danger" disabled={isBusy} aria-keyshortcuts="r" onClick={onReject}>
            {t("acts.reject")}
          </Button>
        )}
        <AuthorActs contribution={contribution} />
      </div>
      {!isWaiting && <NextWaiting />}
    </section>
  );
}

/** The automatic checks and their results. */
function Checks({ overview, isOutside }: { readonly overview: ContributionOverview; readonly isOutside: boolean }) {
  const t = useTranslations("admin.contributions.checks");
  const checks = [
    { key: "conflicts", isGood: overview.conflicts === 0, words: t("conflicts", { count: overview.conflicts }) },
    { key: "shapes", isGood: overview.invalid === 0, words: t("shapes", { count: overview.invalid }) },
    ...(overview.knownInvalid > 0 ? [{ key: "known", isGood: true, words: t("knownShapes", { count: overview.knownInvalid }) }] : []),
    ...(isOutside ? [{ key: "territory", isGood: false, words: t("territory") }] : []),
  ];
  return (
    <div className="border-line border-t pt-3 text-small">
      <h3 className="mb-1 font-medium text-small">{t("title")}</h3>
      <ul className="flex flex-col gap-1">
        {checks.map(({ key, isGood, words }) => (
          <li key={key} className="flex items-start gap-2">
            {isGood ? (
              <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
            ) : (
              <X aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
            )}
            <span>{words}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const CALM: readonly Standing[] = ["clear", "approved-by-me", "merged", "draft-direct"];
const TROUBLE: readonly Standing[] = ["conflicts", "rejected", "empty"];

interface StandingLineProps {
  readonly standing: Standing;
  readonly contribution: Contribution;
  readonly conflicts: number;
}

function StandingLine({ standing, contribution, conflicts }: StandingLineProps) {
  const t = useTranslations("admin.contributions.standing");
  const locale = useLocale();
  const now = useNow();
  const author = useAuthorName();
  const { decidedByName, decidedAt } = contribution;
  const [Icon, colour] = CALM.includes(standing)
    ? [CircleCheck, "text-success"]
    : TROUBLE.includes(standing)
      ? [TriangleAlert, "text-warning"]
      : [CircleDashed, "text-ink-muted"];
  const params = {
    count: standing === "conflicts" ? conflicts : missingApprovals(contribution),
    name: author(decidedByName),
    when: decidedAt ? formatAgo(locale, decidedAt, now) : "",
  };
  return (
    <li className="flex items-start gap-2">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${colour}`} />
      <span>{t(standing, params)}</span>
    </li>
  );
}

/** After a decision: the link to the next waiting contribution. */
function NextWaiting() {
  const t = useTranslations("admin.contributions");
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const waiting = useQuery(api.contributions.list.queryOptions({ communityId, status: [...WAITING], limit: 1 }));
  const next = waiting.data?.items[0];
  return (
    <Link
      href={next ? links.contribution(slug, next.id) : links.contributions(slug)}
      className="min-h-6 border-line border-t pt-3 text-accent-ink underline underline-offset-2"
    >
      {next ? t("nextWaiting", { title: unbroken(next.title) }) : t("backToQueue")}
    </Link>
  );
}
