import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { CircleAlert, LockKeyhole } from "lucide-react";
import { useTranslations } from "next-intl";
import { MAX_TEXT } from "../field-values.ts";
import { useFaultText } from "../use-fault-text.ts";
import { useValueText } from "../use-value-text.ts";
import { readCell, writeCell } from "./cell-values.ts";
import { type TableRow, valueIn } from "./use-rows.ts";

interface CellBarProps {
  readonly id: string;
  readonly row: TableRow | undefined;
  /** Undefined for the column with the feature's name. */
  readonly field: LayerField | undefined;
  readonly isHeader: boolean;
  readonly isLocked: boolean;
  /** The number of cells that are being filled; 0 while none is. */
  readonly filling: number;
  readonly locale: Locale;
}

/** Describes the cell with the focus: its field, the old value, why it is locked, what is wrong and how to repair it. */
export function CellBar({ id, row, field, isHeader, isLocked, filling, locale }: CellBarProps) {
  const t = useTranslations("contributions.table");
  const form = useTranslations("contributions.form");
  const sayBreach = useFaultText();
  const say = useValueText();
  const wrong = field && row?.change?.wrong?.[field.column];
  const reading = field && wrong !== undefined ? readCell(field, wrong) : undefined;
  const fault =
    reading && "breach" in reading
      ? sayBreach(reading.breach)
      : reading && "fault" in reading
        ? t(`faults.${reading.fault}`, { text: (wrong ?? "").slice(0, 60), most: MAX_TEXT })
        : undefined;
  const value = row && field ? valueIn(row, field.column) : null;
  const isListed = value !== null && field?.rule?.values?.some((one) => one.label && String(one.value) === String(value));
  const isDeleted = row?.change?.operation === "delete";
  const before =
    field && row?.change?.base && field.column in row.change.values ? (row.change.base.values[field.column] ?? null) : undefined;
  return (
    <p id={id} className="flex min-w-0 flex-wrap items-center gap-x-3">
      {field && <span className="font-medium">{field.label ?? field.name}</span>}
      {filling > 0 ? (
        <span className="text-accent-ink">{t("bar.filling", { count: filling })}</span>
      ) : isHeader ? (
        <span className="text-ink-muted">{field ? t("bar.header") : t("feature")}</span>
      ) : !field ? (
        <span className="text-ink-muted">{row ? t("bar.feature") : ""}</span>
      ) : fault ? (
        <span className="flex items-center gap-1.5 text-danger">
          <CircleAlert aria-hidden className="size-4 shrink-0" />
          {fault}
        </span>
      ) : isDeleted ? (
        <span className="text-ink-muted">{t("bar.deleted")}</span>
      ) : isLocked ? (
        <span className="flex items-center gap-1.5 text-ink-muted">
          <LockKeyhole aria-hidden className="size-4 shrink-0" />
          {form("locked")}
        </span>
      ) : (
        <>
          <span className="text-ink-muted">
            {isListed ? say(value, field) : (field.rule?.help ?? (field.rule?.values ? t("types.list") : t(`types.${field.type}`)))}
          </span>
          {before !== undefined && (
            <span className="truncate text-ink-muted">
              {form("before", { value: before === null ? form("empty") : writeCell(field, before, locale) })}
            </span>
          )}
        </>
      )}
    </p>
  );
}
