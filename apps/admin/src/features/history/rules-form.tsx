"use client";
import { directRole, type EditRules } from "@archipel/contracts/contributions.ts";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox, RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ColumnChoice } from "../../kit/column-choice.tsx";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";

const APPROVALS = [1, 2, 3, 4, 5] as const;

/** Who edits a dataset, who reviews it, and which columns are locked. */
export function RulesForm({ dataset, rules }: { readonly dataset: Dataset; readonly rules: EditRules }) {
  const t = useTranslations("admin.history");
  const tf = useTranslations("admin.forms");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const roleReason = useRoleReason()("manager");
  const [draft, setDraft] = useState(rules);
  const change = (part: Partial<EditRules>) => setDraft({ ...draft, ...part });
  const save = useMutation(
    api.contributions.saveRules.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: tf("saved") });
        await queryClient.invalidateQueries(api.contributions.pathFilter());
      },
    }),
  );
  const reason = roleReason ?? (JSON.stringify(draft) === JSON.stringify(rules) ? tf("unchanged") : undefined);
  const isFixed = roleReason !== undefined;
  return (
    <form
      method="dialog"
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (!reason) save.mutate({ communityId, datasetId: dataset.id, rules: draft });
      }}
    >
      <fieldset disabled={isFixed} className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
        <div className="flex flex-col gap-5">
          <Checkbox
            label={t("open")}
            hint={t("openHint")}
            checked={draft.isOpen}
            onChange={(event) => change({ isOpen: event.target.checked })}
          />
          <RadioGroup
            legend={t("directRole")}
            name="direct-role"
            options={directRole.options.toReversed().map((value) => ({ value, label: t(`directRoles.${value}`) }))}
            value={draft.directRole}
            onValueChange={(value) => change({ directRole: directRole.parse(value) })}
          />
          <Field label={t("approvals")} className="max-w-80">
            {(control) => (
              <Select
                {...control}
                value={String(draft.approvals)}
                options={APPROVALS.map((count) => ({ value: String(count), label: t("approvalsOption", { count }) }))}
                onChange={(event) => change({ approvals: Number(event.target.value) })}
              />
            )}
          </Field>
          <Checkbox
            label={t("territory")}
            hint={t("territoryHint")}
            checked={draft.territoryCounts}
            onChange={(event) => change({ territoryCounts: event.target.checked })}
          />
        </div>
        <div className="flex flex-col gap-2">
          <p className="font-medium">{t("locked")}</p>
          <p className="text-ink-muted text-small">{t("lockedHint")}</p>
          <ColumnChoice
            layers={dataset.layers}
            chosen={draft.lockedColumns}
            summary={(layer, count) => t("lockedIn", { layer, count })}
            onChange={(lockedColumns) => change({ lockedColumns })}
          />
        </div>
      </fieldset>
      {save.error && <Alert tone="danger" title={errorText(save.error)} isLive />}
      <Button type="submit" tone="primary" className="self-start" disabled={save.isPending} {...(reason && { disabledReason: reason })}>
        {tc("save")}
      </Button>
    </form>
  );
}
