"use client";
import type { FieldRule, LayerField, LayerSummary } from "@archipel/contracts/layers.ts";
import { columnsOf } from "@archipel/map-style/style-columns.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Table } from "@archipel/ui/table.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { useLeaveQuestion } from "../../kit/forms/use-leave-question.ts";
import { useFieldColumns } from "./field-columns.tsx";
import { ManyFields, matchingFields } from "./many-fields.tsx";
import { RuleDialog } from "./rule-dialog.tsx";
import { useLayerUpdate } from "./use-layer-update.ts";

const withRule = (rule: FieldRule | undefined) => (rule ? { rule } : {});

/** Fields that are listed at once: hundreds of inputs make the page slow and long. */
const PART = 40;

/** The fields of a layer: labels instead of column names, fields hidden from readers, rules for contributors. */
export function FieldsEditor({ layer }: { readonly layer: LayerSummary }) {
  const t = useTranslations();
  const community = useCommunity();
  const errorText = useErrorText();
  const roleReason = useRoleReason()("manager");
  /** The changed fields; null while nothing is changed, then the stored ones are shown. */
  const [draft, setDraft] = useState<readonly LayerField[] | null>(null);
  const fields = draft ?? layer.fields;
  const change = (column: string, part: Partial<LayerField>) =>
    setDraft(fields.map((field) => (field.column === column ? { ...field, ...part } : field)));
  const [q, setQ] = useState("");
  const [shown, setShown] = useState(PART);
  const found = matchingFields(fields, q);
  const isSame = JSON.stringify(fields) === JSON.stringify(layer.fields);
  useLeaveQuestion(!isSame);
  const reason = roleReason ?? (isSame ? t("admin.forms.unchanged") : undefined);
  const update = useLayerUpdate();
  /** The field whose rule is edited. */
  const [ruledColumn, setRuled] = useState<string | null>(null);
  const ruled = fields.find(({ column }) => column === ruledColumn);
  const columns = useFieldColumns({ isLocked: roleReason !== undefined, onChange: change, onRule: (field) => setRuled(field.column) });
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-ink-muted">{t("admin.layers.fieldsText")}</p>
      <ManyFields
        {...{ fields, found, q, drawn: columnsOf(layer.style), reason: roleReason, onFields: setDraft }}
        onSearch={(wanted) => {
          setQ(wanted);
          setShown(PART);
        }}
      />
      <Table
        caption={t("admin.layers.fields")}
        isCaptionHidden
        columns={columns}
        rows={found.slice(0, shown)}
        rowKey={({ column }) => column}
      />
      {found.length > shown && (
        <Button className="self-start" onClick={() => setShown(shown + PART)}>
          {t("admin.layers.manyFields.more", { count: Math.min(PART, found.length - shown) })}
        </Button>
      )}
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
            // Changes made during the save are not saved, so that they stay in the draft.
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
