"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { QualityRules } from "@archipel/contracts/quality.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ColumnChoice } from "../../kit/column-choice.tsx";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";

/** The mandatory fields, which count more in the quality sheet. */
export function MandatoryForm({ dataset, rules }: { readonly dataset: Dataset; readonly rules: QualityRules }) {
  const t = useTranslations("admin.quality");
  const tf = useTranslations("admin.forms");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const roleReason = useRoleReason()("manager");
  const [mandatory, setMandatory] = useState(rules.mandatoryColumns);
  const save = useMutation(
    api.quality.saveRules.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("mandatory.saved") });
        await queryClient.invalidateQueries(api.quality.pathFilter());
      },
    }),
  );
  const reason = roleReason ?? (JSON.stringify(mandatory) === JSON.stringify(rules.mandatoryColumns) ? tf("unchanged") : undefined);
  return (
    <form
      method="dialog"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!reason) save.mutate({ communityId, datasetId: dataset.id, rules: { mandatoryColumns: mandatory } });
      }}
    >
      <fieldset disabled={roleReason !== undefined} className="flex flex-col gap-2">
        <legend className="sr-only">{t("mandatory.title")}</legend>
        <ColumnChoice
          layers={dataset.layers}
          chosen={mandatory}
          summary={(layer, count) => t("mandatory.layer", { layer, count })}
          onChange={setMandatory}
        />
      </fieldset>
      {save.error && <Alert tone="danger" title={errorText(save.error)} isLive />}
      <Button type="submit" tone="primary" className="self-start" disabled={save.isPending} {...(reason && { disabledReason: reason })}>
        {tc("save")}
      </Button>
    </form>
  );
}
