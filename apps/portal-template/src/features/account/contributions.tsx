import type { ContributionStatus } from "@archipel/contracts/contributions.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { LinkButton } from "@archipel/ui/button.tsx";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { DownloadDraft } from "./download-draft.tsx";
import type { MyContribution } from "./loaders.ts";

const TONES: Record<ContributionStatus, BadgeTone> = {
  draft: "neutral",
  submitted: "info",
  "changes-requested": "warning",
  conflicting: "warning",
  merged: "success",
  rejected: "danger",
  withdrawn: "neutral",
};

/** The person's contributions, their status, and what the moderators said. */
export async function Contributions({ contributions }: { readonly contributions: readonly MyContribution[] }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.account.contributions")]);
  if (contributions.length === 0) {
    return (
      <>
        <p className="mb-4 max-w-prose text-ink-muted">{t("none")}</p>
        <LinkButton href={links.map(locale)}>{t("noneAction")}</LinkButton>
      </>
    );
  }
  return (
    <ul className="divide-y divide-line">
      {contributions.map(({ contribution, target, isOpen }) => {
        const { id, title, status, datasetTitle, edits, submittedAt, createdAt, reason } = contribution;
        const count = edits.inserted + edits.updated + edits.deleted;
        return (
          <li key={id} className="py-4 first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
              <div className="min-w-0 flex-1 basis-60">
                <h3 className="break-words font-medium">{title}</h3>
                <p className="text-ink-muted text-small">
                  {datasetTitle} · {t("edits", { count })} ·{" "}
                  {submittedAt
                    ? t("submittedOn", { date: formatDate(locale, submittedAt, "medium") })
                    : t("startedOn", { date: formatDate(locale, createdAt, "medium") })}
                </p>
              </div>
              <Badge tone={TONES[status]}>{t(`statuses.${status}`)}</Badge>
            </div>
            <Comments contribution={contribution} reason={reason} />
            {contribution.allowed.includes("resolve") && (
              <LinkButton tone="primary" className="mt-2 mr-2" href={links.conflicts(locale, id)}>
                {t("settle")}
              </LinkButton>
            )}
            {isOpen && contribution.grants.length > 0 && contribution.grants.every((grant) => grant.isOver) && (
              <div className="mt-2 grid justify-items-start gap-1">
                <p className="text-small">{t("grantOver")}</p>
                <DownloadDraft communityId={contribution.communityId} contributionId={id} />
              </div>
            )}
            {target ? (
              <LinkButton
                tone={isOpen ? "secondary" : "quiet"}
                className={isOpen ? "mt-2" : "mt-2 -ml-4"}
                href={links.map(locale, isOpen ? { edit: target } : { see: target })}
              >
                {t(isOpen ? "resume" : "see")}
              </LinkButton>
            ) : (
              <p className="mt-2 text-ink-muted text-small">{t("elsewhere")}</p>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The comments: those of the moderators' decisions, then the discussion. */
async function Comments({ contribution, reason }: { readonly contribution: MyContribution["contribution"]; readonly reason: string }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.account.contributions")]);
  const said = [
    ...contribution.reviews.map(({ id, reviewerName, comment, createdAt }) => ({ id, name: reviewerName, body: comment, createdAt })),
    ...contribution.comments.map(({ id, authorName, body, createdAt }) => ({ id, name: authorName, body, createdAt })),
  ]
    .filter(({ body }) => body !== "")
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const isReasonShown = reason === "" || said.some(({ body }) => body === reason);
  if (said.length === 0 && isReasonShown) return null;
  return (
    <ul className="mt-2 grid gap-2 border-line border-l-2 pl-3 text-small">
      {said.map(({ id, name, body, createdAt }) => (
        <li key={id}>
          <p className="text-ink-muted">
            {name ?? t("someone")}, {formatDate(locale, createdAt, "medium")}
          </p>
          <p className="whitespace-pre-line break-words">{body}</p>
        </li>
      ))}
      {!isReasonShown && (
        <li>
          <p className="text-ink-muted">{t("reason")}</p>
          <p className="whitespace-pre-line break-words">{reason}</p>
        </li>
      )}
    </ul>
  );
}
