"use client";
import type { Change } from "@archipel/map/edit/draft.ts";
import { snapshotOf } from "@archipel/map/edit/draft.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { ClipboardPaste, History } from "lucide-react";
import { useTranslations } from "next-intl";
import { ToolPanel } from "../tool-panel.tsx";
import { useValueText } from "../use-value-text.ts";
import type { Copying } from "./use-copying.ts";

interface CopyPanelProps {
  readonly copying: Copying;
  readonly labelOf: (change: Change) => string;
  readonly onCopy: () => void;
  readonly onCancel: () => void;
}

/** Choosing the feature whose values are copied, and which of them. */
export function CopyPanel({ copying, labelOf, onCopy, onCancel }: CopyPanelProps) {
  const t = useTranslations("contributions.copy");
  const say = useValueText();
  const { source, offers, previous, isRefused } = copying;
  const count = offers.filter(({ isTaken }) => isTaken).length;
  return (
    <ToolPanel
      onCancel={onCancel}
      action={
        source &&
        offers.length > 0 && (
          <Button tone="primary" reasonAlign="start" {...(count === 0 && { disabledReason: t("nothing") })} onClick={onCopy}>
            <ClipboardPaste aria-hidden className="size-4" />
            {t("act", { count })}
          </Button>
        )
      }
    >
      <h3 className="break-words font-medium">{source ? t("from", { label: source.label }) : t("title")}</h3>
      {previous && !source && (
        <Button
          className="justify-self-start"
          onClick={() => copying.offer({ label: labelOf(previous), values: snapshotOf(previous).values })}
        >
          <History aria-hidden className="size-4" />
          {t("previous", { label: labelOf(previous) })}
        </Button>
      )}
      {isRefused && <Alert tone="warning" isLive title={t("otherLayer")} repair={t("otherLayerRepair")} />}
      {source && offers.length === 0 && <p>{t("same")}</p>}
      {offers.length > 0 && (
        <fieldset>
          <legend className="sr-only">{t("columns")}</legend>
          <div className="divide-y divide-line border-line border-y">
            {offers.map(({ field, before, value, isTaken }) => (
              <Checkbox
                key={field.column}
                className="[overflow-wrap:anywhere]"
                label={field.label ?? field.name}
                hint={t("change", { before: say(before, field), after: say(value, field) })}
                checked={isTaken}
                onChange={(event) => copying.take(field.column, event.target.checked)}
              />
            ))}
          </div>
        </fieldset>
      )}
    </ToolPanel>
  );
}
