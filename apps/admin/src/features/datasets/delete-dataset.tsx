"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { UsedBy } from "../../kit/used-by.tsx";
import { links } from "../../links.ts";

export function DeleteDataset({ dataset }: { readonly dataset: Dataset }) {
  const t = useTranslations("admin.datasets");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const reason = useRoleReason()("manager");
  const [isAsking, setAsking] = useState(false);
  const remove = useMutation(
    api.datasets.delete.mutationOptions({
      onSuccess: async () => {
        router.push(links.datasets(community.slug));
        await queryClient.invalidateQueries(api.datasets.list.pathFilter());
      },
    }),
  );
  return (
    <section aria-labelledby="delete-title" className="flex max-w-3xl flex-col items-start gap-3 border-line border-t pt-6">
      <h2 id="delete-title" className="text-title">
        {t("deleteTitle")}
      </h2>
      <p className="text-ink-muted">{t("deleteText")}</p>
      <Button tone="danger" onClick={() => setAsking(true)} {...(reason && { disabledReason: reason })}>
        {tc("delete")}
      </Button>
      <ConfirmDialog
        title={t("deleteQuestion", { title: dataset.title })}
        actionLabel={t("deleteAction")}
        open={isAsking}
        onOpenChange={setAsking}
        isPending={remove.isPending}
        error={remove.error ? errorText(remove.error) : undefined}
        onConfirm={() => remove.mutate({ communityId: community.id, datasetId: dataset.id })}
      >
        <p>{t("deleteConsequences", { layers: dataset.layerCount })}</p>
        {isAsking && <UsedBy kind="dataset" id={dataset.id} />}
      </ConfirmDialog>
    </section>
  );
}
