"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { LayerRevision } from "@archipel/contracts/updates.ts";
import { formatDateTime, formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";

interface RevisionListProps {
  readonly layer: LayerSummary;
  readonly revisions: readonly LayerRevision[];
  /** Compares a revision with the previous one. */
  readonly onCompare: (revision: number) => void;
}

/** Revisions, the latest first, one line each; on a phone the line wraps. */
export function RevisionList({ layer, revisions, onCompare }: RevisionListProps) {
  const t = useTranslations("admin.revisions");
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const errorText = useErrorText();
  const reason = useRoleReason()("manager");
  const restore = useMutation(
    api.updates.restore.mutationOptions({ onSuccess: ({ id }) => router.push(links.update(community.slug, id)) }),
  );
  return (
    <>
      {restore.error && <Alert tone="danger" title={errorText(restore.error)} isLive />}
      <ol aria-label={t("caption")} className="divide-y divide-line rounded-card border border-line bg-surface">
        {revisions.map((one) => (
          <li key={one.revision} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0 flex-1 basis-72">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="font-medium">{t("revision", { revision: one.revision })}</span>
                {one.revision === layer.revision && <Badge tone="success">{t("current")}</Badge>}
              </p>
              <RevisionOrigin revision={one} />
            </div>
            <RevisionCounts counts={one.counts} />
            <div className="flex gap-2">
              {one.revision > 1 && (
                <Button aria-label={t("compareOf", { revision: one.revision })} onClick={() => onCompare(one.revision)}>
                  {t("compare")}
                </Button>
              )}
              {one.revision < layer.revision && (
                <Button
                  aria-label={t("restoreOf", { revision: one.revision })}
                  disabled={restore.isPending}
                  onClick={() => restore.mutate({ communityId: community.id, layerId: layer.id, revision: one.revision })}
                  {...(reason && { disabledReason: reason })}
                >
                  {t("restore")}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

/** The cause of a revision, its author and its date. */
function RevisionOrigin({ revision }: { readonly revision: LayerRevision }) {
  const t = useTranslations("admin.revisions");
  const locale = useLocale();
  const community = useCommunity();
  const { kind, way, fileName, restores, contributionId, authorName, createdAt, columns, shapes } = revision;
  const said = [
    t(`kinds.${kind}`, { revision: restores ?? 0 }),
    ...(way ? [t(`ways.${way}`)] : []),
    ...(fileName ? [fileName] : []),
    ...(shapes ? [t("shapes", { from: plain(shapes.from), to: plain(shapes.to) })] : []),
    ...(["added", "removed"] as const).flatMap((what) => (columns[what].length > 0 ? [t(what, { fields: columns[what].join(", ") })] : [])),
  ].join(" · ");
  return (
    <>
      <p className="break-words">
        {contributionId ? (
          <Link href={links.contribution(community.slug, contributionId)} className="text-accent-ink underline underline-offset-2">
            {said}
          </Link>
        ) : (
          said
        )}
      </p>
      <p className="text-ink-muted text-small">
        {formatDateTime(locale, createdAt)} · {authorName ?? t("nobody")}
      </p>
    </>
  );
}

const plain = (geometryType: string) => geometryType.replace(/ Z$/, "");

function RevisionCounts({ counts }: { readonly counts: LayerRevision["counts"] }) {
  const t = useTranslations("admin.contributions.counts");
  const locale = useLocale();
  if (!counts) return null;
  const marks = { inserted: ["+", "text-success"], updated: ["~", "text-info"], deleted: ["−", "text-danger"] } as const;
  return (
    <ul className="flex flex-wrap gap-x-3 text-small">
      {(["inserted", "updated", "deleted"] as const)
        .filter((kind) => counts[kind] > 0)
        .map((kind) => (
          <li key={kind} className={`figures ${marks[kind][1]}`}>
            <span aria-hidden>
              {marks[kind][0]}
              {formatNumber(locale, counts[kind])}
            </span>
            <span className="sr-only">{t(kind, { count: counts[kind] })}</span>
          </li>
        ))}
    </ul>
  );
}
