"use client";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import type { Column } from "@archipel/ui/table.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { bindingOf } from "./rule-draft.ts";

interface FieldColumnsOptions {
  /** The person may only read. */
  readonly isLocked: boolean;
  readonly onChange: (column: string, part: Partial<LayerField>) => void;
  readonly onRule: (field: LayerField) => void;
}

/** Columns of the table of fields: name, type, label, whether readers see it, and its rule. */
export function useFieldColumns({ isLocked, onChange, onRule }: FieldColumnsOptions): Column<LayerField>[] {
  const t = useTranslations();
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
      disabled={isLocked}
      onClick={() => onRule(field)}
    >
      {ruleText(field)}
    </Button>
  );
  return [
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
            disabled={isLocked}
            value={field.label ?? ""}
            onChange={(event) => onChange(field.column, { label: event.target.value })}
          />
          {/* A phone is too narrow for a column of rules. */}
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
          disabled={isLocked}
          checked={!field.isHidden}
          onCheckedChange={(isShown) => onChange(field.column, { isHidden: !isShown })}
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
}
