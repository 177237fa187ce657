"use client";
import type { LabelRule, QualityLabel } from "@archipel/contracts/quality-labels.ts";
import { Button } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Award, Plus } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { useAsked } from "../../kit/use-asked.ts";
import { LabelBadge, useLabelName } from "./label-badge.tsx";
import { LabelDialog } from "./label-dialog.tsx";

/** The labels of a community. */
export function LabelsPage() {
  const t = useTranslations("admin");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const labels = useQuery(api.quality.labels.queryOptions({ communityId }));
  const [edited, setEdited] = useState<QualityLabel | "new" | null>(null);
  const [doomed, setDoomed] = useState<QualityLabel | null>(null);
  useAsked("new", () => setEdited("new"));
  const add = (
    <Button tone="primary" onClick={() => setEdited("new")}>
      <Plus aria-hidden className="size-4" />
      {t("labels.add")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("nav.labels")} lead={t("labels.lead")} actions={labels.data?.length ? add : undefined} />
      <QueryView query={labels} rows={3}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState icon={<Award aria-hidden className="size-10" />} title={t("labels.emptyTitle")} action={add}>
              {t("labels.emptyText")}
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {items.map((label) => (
                <LabelRow key={label.id} label={label} onEdit={() => setEdited(label)} onDelete={() => setDoomed(label)} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {edited && <LabelDialog label={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
      {doomed && <DeleteLabel label={doomed} onClose={() => setDoomed(null)} />}
    </>
  );
}

interface LabelRowProps {
  readonly label: QualityLabel;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

function LabelRow({ label, onEdit, onDelete }: LabelRowProps) {
  const t = useTranslations("admin.labels");
  const ruleWords = useRuleWords();
  const name = useLabelName()(label);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-4">
      <div className="min-w-0 flex-1 basis-64">
        <LabelBadge label={label} />
        {label.meaningFr !== "" && <p className="mt-1 max-w-prose break-words">{label.meaningFr}</p>}
        <p className="mt-1 text-ink-muted text-small">{ruleWords(label.rule)}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button aria-label={t("editNamed", { name })} onClick={onEdit}>
          {t("edit")}
        </Button>
        <Button tone="quiet" aria-label={t("deleteNamed", { name })} onClick={onDelete}>
          {t("delete")}
        </Button>
      </div>
    </li>
  );
}

function useRuleWords(): (rule: LabelRule) => string {
  const t = useTranslations("admin.labels");
  const format = useFormatter();
  return (rule) =>
    rule.by === "vote"
      ? t("ruleVote", { quorum: rule.quorum, share: format.number(rule.share, { style: "percent", maximumFractionDigits: 1 }) })
      : t("ruleFigures", { count: rule.thresholds.length });
}

function DeleteLabel({ label, onClose }: { readonly label: QualityLabel; readonly onClose: () => void }) {
  const t = useTranslations("admin.labels");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const name = useLabelName()(label);
  const remove = useMutation(
    api.quality.deleteLabel.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("deleted") });
        await queryClient.invalidateQueries(api.quality.pathFilter());
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      title={t("deleteTitle", { name })}
      actionLabel={t("delete")}
      isPending={remove.isPending}
      error={remove.error ? errorText(remove.error) : undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      onConfirm={() => remove.mutate({ communityId, labelId: label.id })}
    >
      {t("deleteText")}
    </ConfirmDialog>
  );
}
