"use client";
import type { ModeratedReport } from "@archipel/contracts/reports.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { EditComparison } from "../edits/edit-comparison.tsx";
import { OperationBadge } from "../edits/operation-badge.tsx";
import { useLayerFields } from "../edits/use-layer-fields.ts";

interface ProposedEditProps {
  readonly report: ModeratedReport;
  readonly contributionId: string;
  readonly onAccept: (() => void) | undefined;
}

/** The edit that came with the report, before and after. Accepting it writes it into the layer. */
export function ProposedEdit({ report, contributionId, onAccept }: ProposedEditProps) {
  const t = useTranslations("moderation.edit");
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const contribution = useQuery(api.contributions.get.queryOptions({ communityId, contributionId }));
  const edits = useQuery(api.contributions.edits.queryOptions({ communityId, contributionId, limit: 10 }));
  const fieldsOf = useLayerFields(contribution.data?.datasetId ?? null);
  const isClashing = contribution.data?.status === "conflicting" || edits.data?.items.some(({ conflict }) => conflict !== null);
  const isOver = ["merged", "rejected", "withdrawn"].includes(contribution.data?.status ?? "");
  return (
    <section aria-labelledby="edit-title" className="flex flex-col gap-4 rounded-card border border-line bg-surface p-4">
      <h3 id="edit-title" className="text-base">
        {t("title")}
      </h3>
      {isClashing && !isOver && (
        <Alert
          tone="warning"
          title={t("conflict", { number: report.number })}
          action={
            <Link href={links.contributionConflicts(slug, contributionId)} className={buttonClass({ tone: "primary" })}>
              {t("settle")}
            </Link>
          }
        />
      )}
      <QueryView query={edits} rows={3}>
        {({ items }) =>
          items.map((edit) => (
            <article key={edit.id} aria-label={unbroken(edit.label)} className="flex flex-col gap-3">
              <p className="flex flex-wrap items-center gap-2">
                <OperationBadge operation={edit.operation} />
                <span className="break-words font-medium">{edit.label}</span>
              </p>
              <EditComparison edit={edit} fields={fieldsOf(edit.layerId)} />
            </article>
          ))
        }
      </QueryView>
      {onAccept && !isOver && (
        <Button className="self-start" aria-keyshortcuts="e" onClick={onAccept}>
          {t("accept")}
        </Button>
      )}
      {isOver && <p className="text-ink-muted">{t(contribution.data?.status === "merged" ? "merged" : "dropped")}</p>}
    </section>
  );
}
