"use client";
import type { CheckGroup } from "@archipel/contracts/checks.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Wrench } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useFindingWords } from "../findings/finding-words.ts";

interface RepairGroupProps {
  readonly group: CheckGroup;
  /** Why this person may not repair; undefined when they may. */
  readonly reason: string | undefined;
  readonly isDisabled: boolean;
  readonly onRepair: () => void;
  readonly className?: string;
}

/** Repairs the findings of a group by one click. Renders nothing when no finding can be repaired so. */
export function RepairGroup({ group, reason, isDisabled, onRepair, className = "" }: RepairGroupProps) {
  const t = useTranslations("checks.repairs");
  const locale = useLocale();
  const words = useFindingWords();
  if (group.repairable === 0) return null;
  const label = t("group", { shown: formatNumber(locale, group.repairable) });
  return (
    <Button
      className={className}
      aria-label={[label, words.title(group.code), group.field].filter(Boolean).join(" – ")}
      onClick={onRepair}
      {...(reason ? { disabledReason: reason } : { disabled: isDisabled })}
    >
      <Wrench aria-hidden className="size-4" />
      {label}
    </Button>
  );
}

interface RepairAllProps {
  readonly groups: readonly CheckGroup[];
  readonly reason: string | undefined;
  readonly isDisabled: boolean;
  readonly onRepair: () => void;
}

export function RepairAll({ groups, reason, isDisabled, onRepair }: RepairAllProps) {
  const t = useTranslations("checks.repairs");
  const locale = useLocale();
  const count = groups.reduce((sum, { repairable }) => sum + repairable, 0);
  if (count === 0) return null;
  return (
    <Button tone="primary" onClick={onRepair} {...(reason ? { disabledReason: reason } : { disabled: isDisabled })}>
      <Wrench aria-hidden className="size-4" />
      {t("all", { shown: formatNumber(locale, count) })}
    </Button>
  );
}
