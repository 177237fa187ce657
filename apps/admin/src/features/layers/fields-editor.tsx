"use client";
import type { FieldRule, LayerField, LayerSummary } from "@archipel/contracts/layers.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { useLeaveQuestion } from "../../kit/forms/use-leave-question.ts";
import { RuleDialog } from "./rule-dialog.tsx";
import { bindingOf } from "./rule-draft.ts";

const withRule = (rule: FieldRule | undefined) => (rule ? { rule } : {});

/**
 * Labels shown instead of column names, columns hidden from readers, and what contributors may write.
 * Over 100 lines: one table whose cells all edit the same draft, and its bar to save it.
 */
export function FieldsEditor({ layer }: { readonly layer: LayerSummary }) {
  const t = useTranslations();
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const roleReason = useRoleReason()("manager");
  /** What was changed here; null: nothing, and what is stored is shown. */
  const [draft, setDraft] = useState<readonly LayerField[] | null>(null);
  const fields = draft ?? layer.fields;
  const change = (column: string, part: Partial<LayerField>) =>
    setDraft(fields.map((field) => (field.column === column ? { ...field, ...part } : field)));
  const isSame = JSON.stringify(fields) === JSON.stringify(layer.fields);
  useLeaveQuestion(!isSame);
  const reason = roleReason ?? (isSame ? t("admin.forms.unchanged") : undefined);
  const update = useMutation(
    api.layers.update.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("admin.forms.saved") });
        await queryClient.invalidateQueries(api.datasets.pathFilter());
      },
    }),
  );
  /** The field whose rule is written. */
  const [ruledColumn, setRuled] = useState<string | null>(null);
  const ruled = fields.find(({ column }) => column === ruledColumn);
  const ruleText = ({ rule }: LayerField) => {
    const binding = bindingOf(rule);
    const said = t(`admin.layers.rule.says.${binding}`, { count: rule?.values?.length ?? 0, example: rule?.example ?? "" });
    return rule?.isRequired ? t("admin.layers.rule.says.required", { rule: said }) : said;
  };
  const ruleButton = (field: LayerField) => (
    <Button
      tone="quiet"
      className="min-h-9! px-2! text-left text-small!"
      aria-label={t("admin.layers.fieldRuleOf", { name: field.label || field.name, rule: ruleText(field) })}
      disabled={roleReason !== undefined}
      onClick={() => setRuled(field.column)}
    >
      {ruleText(field)}
    </Button>
  );
  const columns: Column<LayerField>[] = [
    {
      key: "name",
      header: t("admin.layers.fieldName"),
      isRowHeader: true,
      cell: (field) => <span className="figures inline-block break-all py-2 text-small">{field.name}</span>,
    },
    {
      key: "type",
      header: t("admin.layers.fieldType"),
      isWideOnly: true,
      cell: (field) => <span className="inline-block py-2">{t(`common.fieldTypes.${field.type}`)}</span>,
    },
    {
      key: "label",
      header: t("admin.layers.fieldLabel"),
      cell: (field) => (
        <>
          <TextInput
            className="min-w-32"
            aria-label={t("admin.layers.fieldLabelOf", { name: field.name })}
            placeholder={field.name}
            maxLength={120}
            disabled={roleReason !== undefined}
            value={field.label ?? ""}
            onChange={(event) => change(field.column, { label: event.target.value })}
          />
          {/* A phone has no room for the rule's own column. */}
          <div className="mt-1 flex items-center gap-1 sm:hidden">
            <span className="text-ink-muted text-small">{t("admin.layers.fieldRule")}</span>
            {ruleButton(field)}
          </div>
        </>
      ),
    },
    {
      key: "shown",
      header: t("admin.layers.fieldShown"),
      cell: (field) => (
        <Switch
          label={t("admin.layers.fieldShownOf", { name: field.name })}
          isLabelHidden
          disabled={roleReason !== undefined}
          checked={!field.isHidden}
          onCheckedChange={(isShown) => change(field.column, { isHidden: !isShown })}
        />
      ),
    },
    {
      key: "rule",
      header: t("admin.layers.fieldRule"),
      isWideOnly: true,
      cell: ruleButton,
    },
  ];
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-ink-muted">{t("admin.layers.fieldsText")}</p>
      <Table caption={t("admin.layers.fields")} isCaptionHidden columns={columns} rows={fields} rowKey={({ column }) => column} />
      {ruled && (
        <RuleDialog
          layer={layer}
          field={ruled}
          onRule={(rule) =>
            setDraft(fields.map(({ rule: before, ...field }) => ({ ...field, ...withRule(field.column === ruled.column ? rule : before) })))
          }
          onClose={() => setRuled(null)}
        />
      )}
      {update.error && <Alert tone="danger" title={errorText(update.error)} isLive />}
      <Button
        tone="primary"
        className="self-start"
        disabled={update.isPending}
        onClick={() =>
          update.mutate(
            {
              communityId: community.id,
              layerId: layer.id,
              fields: fields.map(({ column, label, isHidden, rule }) => ({
                column,
                label: label ?? "",
                isHidden: isHidden ?? false,
                rule: rule ?? null,
              })),
            },
            // Changes made while saving are not saved yet.
            { onSuccess: () => setDraft((now) => (now === draft ? null : now)) },
          )
        }
        {...(reason && { disabledReason: reason })}
      >
        {t("common.actions.save")}
      </Button>
    </div>
  );
}
