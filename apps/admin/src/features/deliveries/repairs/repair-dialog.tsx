"use client";
import type { Check } from "@archipel/contracts/checks.ts";
import { type GridPrecision, gridPrecisions, type RepairPreview, type RepairReach } from "@archipel/contracts/repairs.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../../kit/current-community.tsx";
import type { Repairs } from "./use-repairs.ts";
import { cellText } from "./value-text.ts";

const ShapeChange = dynamic(() => import("./shape-change.tsx"), { ssr: false, loading: () => <Skeleton className="h-56" /> });

interface RepairDialogProps {
  readonly check: Check;
  /** The findings to repair; null closes the dialog. */
  readonly on: RepairReach | null;
  readonly repairs: Repairs;
  readonly onClose: () => void;
}

/** Previews a repair: which one, on how many findings, and one of them before and after. */
export function RepairDialog({ check, on, repairs, onClose }: RepairDialogProps) {
  const t = useTranslations("checks.repairs");
  const tr = useTranslations("repairs.button");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const errorText = useErrorText();
  const [precision, setPrecision] = useState<GridPrecision>();
  const [wasOn, setWasOn] = useState(on);
  // Each opening asks for the grid size again.
  if (on !== wasOn) {
    setWasOn(on);
    setPrecision(undefined);
  }
  const preview = useQuery(
    api.repairs.preview.queryOptions(
      { communityId, checkId: check.id, on: on ?? { all: true }, ...(precision !== undefined && { precision }) },
      { enabled: on !== null, staleTime: 60_000, ...(precision !== undefined && { placeholderData: keepPreviousData }) },
    ),
  );
  const [first, ...others] = preview.data?.repairs ?? [];
  const name = first && others.length === 0 && tr.has(first.repair as never) ? tr(first.repair as never) : t("allTitle");
  return (
    <ConfirmDialog
      title={on !== null && "all" in on ? t("allTitle") : name}
      actionLabel={t("do")}
      isDanger={false}
      open={on !== null}
      onOpenChange={(isOpen) => {
        if (isOpen) return;
        repairs.forgetError();
        onClose();
      }}
      isPending={repairs.isAdding}
      error={repairs.addError}
      onConfirm={() => on && repairs.add(on, precision, onClose)}
    >
      {preview.error ? <Alert tone="danger" title={errorText(preview.error)} /> : <Preview preview={preview.data} />}
      {preview.data?.precision != null && <PrecisionField value={precision ?? preview.data.precision} onChange={setPrecision} />}
      <p className="text-ink-muted text-small">{t("original")}</p>
    </ConfirmDialog>
  );
}

function Preview({ preview }: { readonly preview: RepairPreview | undefined }) {
  const t = useTranslations("checks.repairs");
  const tr = useTranslations("repairs");
  const locale = useLocale();
  if (!preview) return <p aria-live="polite">{t("looking")}</p>;
  const isKnown = (repair: string) => tr.has(`button.${repair}` as never);
  return (
    <>
      <ul className="flex flex-col gap-2">
        {preview.repairs
          .filter(({ repair }) => isKnown(repair))
          .map(({ repair, count }) => (
            <li key={repair}>
              <span className="block font-medium">
                {t("counted", { what: tr(`button.${repair}` as never), count, shown: formatNumber(locale, count) })}
              </span>
              <span className="block text-ink-muted text-small">{tr(`does.${repair}` as never)}</span>
            </li>
          ))}
      </ul>
      <Example example={preview.example} />
    </>
  );
}

const MESHES = { 0.001: "millimetre", 0.01: "centimetre", 0.1: "decimetre", 1: "metre" } as const;

/** The size of the grid to which vertices are snapped. */
function PrecisionField({ value, onChange }: { readonly value: number; readonly onChange: (precision: GridPrecision) => void }) {
  const t = useTranslations("checks.repairs.precision");
  return (
    <Field label={t("label")} hint={t("hint")}>
      {(control) => (
        <Select
          {...control}
          value={String(value)}
          options={gridPrecisions.map((precision) => ({ value: String(precision), label: t(MESHES[precision]) }))}
          onChange={({ target }) => {
            const chosen = gridPrecisions.find((precision) => String(precision) === target.value);
            if (chosen !== undefined) onChange(chosen);
          }}
        />
      )}
    </Field>
  );
}

function Example({ example }: Pick<RepairPreview, "example">) {
  const t = useTranslations("checks.repairs");
  if (!example) return <p className="text-ink-muted text-small">{t("noExample")}</p>;
  if (example.kind === "removed") return <p>{t("removed", { row: example.row })}</p>;
  const title = example.kind === "name" ? t("exampleName") : t("example", { row: example.row });
  return (
    <section aria-label={title} className="flex flex-col gap-2 rounded-card bg-sunken p-3">
      <h3 className="font-medium text-small">
        {title}
        {example.kind === "value" && ` · ${example.field}`}
      </h3>
      {example.kind === "shape" ? (
        <ShapeChange before={example.before} after={example.after} />
      ) : (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
          <dt className="text-ink-muted text-small">{t("before")}</dt>
          <dd className="whitespace-pre-wrap [overflow-wrap:anywhere]">
            <del className="no-underline">{shown(example.before, t)}</del>
          </dd>
          <dt className="text-ink-muted text-small">{t("after")}</dt>
          <dd className="whitespace-pre-wrap font-medium [overflow-wrap:anywhere]">
            <ins className="no-underline">{shown(example.after, t)}</ins>
          </dd>
        </dl>
      )}
    </section>
  );
}

function shown(value: string | number | boolean | null, t: (key: "empty") => string): string {
  return cellText(value) || t("empty");
}
