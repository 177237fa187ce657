"use client";
import type { Rule } from "@archipel/answers/packs/rule.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { History } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { RuleDetails } from "../api-types.ts";

interface RuleHistoryProps {
  readonly events: RuleDetails["events"];
  /** Puts an earlier edition into the form. */
  readonly onRestore: (rule: Rule, isHidden: boolean) => void;
}

/** What was done with a rule: each act, its person and its moment. */
export function RuleHistory({ events, onRestore }: RuleHistoryProps) {
  const t = useTranslations("admin.answers.rule");
  const locale = useLocale();
  return (
    <section className="flex flex-col gap-3">
      <h2 className="border-line border-b pb-1 text-title">{t("history")}</h2>
      <ol className="flex flex-col divide-y divide-line">
        {events.map(({ id, act, actor, aloneReason, createdAt, rule, isHidden, isReset }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <span className="min-w-0 flex-1 basis-60">
              {t(`acts.${act}`, { actor: actor ?? t("someone") })}
              {(isHidden || isReset) && <span className="text-ink-muted"> ({t(isHidden ? "actHides" : "actResets")})</span>}
              {aloneReason !== null && <span className="block break-words text-small">{t("actAlone", { reason: aloneReason })}</span>}
              <span className="block text-ink-muted text-small">{formatDateTime(locale, createdAt)}</span>
            </span>
            {rule && !isReset && (
              <Button tone="quiet" onClick={() => onRestore(rule, isHidden)}>
                <History aria-hidden className="size-4" />
                {t("restore")}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
