"use client";
import type { Change } from "@archipel/map/edit/draft.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { Select } from "@archipel/ui/select.tsx";
import { SquaresUnite, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { ToolPanel } from "../tool-panel.tsx";
import { useValueText } from "../use-value-text.ts";
import type { Merging } from "./use-merging.ts";

interface MergePanelProps {
  readonly merging: Merging;
  readonly labelOf: (change: Change) => string;
  readonly onMerge: () => void;
  readonly onCancel: () => void;
}

/** Choosing the features to merge, the one to keep, and which values to keep where they differ. */
export function MergePanel({ merging, labelOf, onMerge, onCancel }: MergePanelProps) {
  const t = useTranslations("contributions.merge");
  const say = useValueText();
  const name = useId();
  const { chosen, kept, differences, refusal } = merging;
  const obstacle = chosen.length < 2 ? t("tooFew") : refusal && refusal !== "other-layer" ? t("refused") : undefined;
  return (
    <ToolPanel
      onCancel={onCancel}
      action={
        <Button tone="primary" reasonAlign="start" {...(obstacle !== undefined && { disabledReason: obstacle })} onClick={onMerge}>
          <SquaresUnite aria-hidden className="size-4" />
          {t("act", { count: chosen.length })}
        </Button>
      }
    >
      <fieldset>
        <legend className="font-medium">{t("chosen", { count: chosen.length })}</legend>
        {chosen.length === 0 && <p className="text-ink-muted">{t("none")}</p>}
        <ul className="divide-y divide-line">
          {chosen.map((change) => (
            <li key={change.key} className="flex items-center gap-2">
              <label className="flex min-h-10 min-w-0 flex-1 items-center gap-3 py-1.5">
                <input
                  ref={hearEarly}
                  type="radio"
                  name={name}
                  className="size-5 shrink-0"
                  checked={change === kept}
                  onChange={() => merging.keep(change.key)}
                />
                <span className="min-w-0 break-words">
                  {labelOf(change)}
                  {change === kept && <span className="block text-ink-muted text-small">{t("kept")}</span>}
                </span>
              </label>
              <Button
                tone="quiet"
                isSquare
                className="text-ink-muted!"
                aria-label={t("remove", { label: labelOf(change) })}
                onClick={() => merging.toggle(change.key)}
              >
                <X aria-hidden className="size-4" />
              </Button>
            </li>
          ))}
        </ul>
        {chosen.length > 1 && <p className="mt-1 text-ink-muted text-small">{t("others")}</p>}
      </fieldset>
      {refusal && <Alert tone="warning" isLive title={t(`refusals.${refusal}`)} repair={t(`repairs.${refusal}`)} />}
      {merging.parts > 1 && <Alert tone="info" isLive title={t("parts", { count: merging.parts })} />}
      {differences.length > 0 && (
        <fieldset className="grid gap-3">
          <legend className="mb-2 font-medium">{t("differences")}</legend>
          {differences.map(({ field, options, from }) => (
            <Field key={field.column} label={field.label ?? field.name}>
              {(control) => (
                <Select
                  {...control}
                  value={from}
                  options={options.map(({ key, label, value }) => ({ value: key, label: t("from", { value: say(value, field), label }) }))}
                  onChange={(event) => merging.takeFrom(field.column, event.target.value)}
                />
              )}
            </Field>
          ))}
        </fieldset>
      )}
    </ToolPanel>
  );
}
