"use client";
import type { ModeratedReport } from "@archipel/contracts/reports.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Menu } from "@archipel/ui/menu.tsx";
import { AlarmClock, Check, ChevronDown, Eye, EyeOff, MessageSquareReply, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMe } from "../communities/current-community.tsx";
import type { DetailActions } from "./report-detail.tsx";
import { keyOf, useStatuses } from "./words.ts";

interface DetailActsProps {
  readonly report: ModeratedReport;
  readonly isOpen: boolean;
  readonly actions: DetailActions;
}

/** What a pointer or a thumb does; each has its key too. On a phone the bar stays at the bottom. */
export function DetailActs({ report, isOpen, actions }: DetailActsProps) {
  const t = useTranslations("triage.acts");
  const me = useMe();
  const { label } = useStatuses();
  return (
    <div
      role="toolbar"
      aria-label={t("label")}
      className="z-10 flex flex-wrap gap-2 max-lg:sticky max-lg:bottom-0 max-lg:order-last max-lg:-mx-4 max-lg:border-line max-lg:border-t max-lg:bg-ground max-lg:px-4 max-lg:py-3"
    >
      {report.hasProposedEdit && isOpen && (
        <Button tone="primary" aria-keyshortcuts="e" onClick={actions.accept}>
          <Check aria-hidden className="size-4" />
          {t("accept")}
        </Button>
      )}
      {report.nextStatuses.length > 0 && (
        <>
          <Menu
            align="start"
            trigger={
              <Button tone={report.hasProposedEdit && isOpen ? "secondary" : "primary"}>
                {t("status")}
                <ChevronDown aria-hidden className="size-4" />
              </Button>
            }
            entries={report.nextStatuses.map((status) => ({
              kind: "action",
              label: (
                <span className="flex flex-1 items-center justify-between gap-4">
                  {label(status)}
                  <kbd aria-hidden className="figures text-ink-muted text-small max-sm:hidden">
                    {keyOf(status)}
                  </kbd>
                </span>
              ),
              onSelect: () => actions.setStatus(status),
            }))}
          />
          <Button aria-keyshortcuts="r" onClick={actions.answer}>
            <MessageSquareReply aria-hidden className="size-4" />
            {t("answer")}
          </Button>
        </>
      )}
      <Button aria-keyshortcuts="a" onClick={report.assigneeId === me.id ? actions.assign : actions.assignMe}>
        <UserRound aria-hidden className="size-4" />
        {t(report.assigneeId === me.id ? "assign" : "assignMe")}
      </Button>
      {isOpen && (
        <Button aria-keyshortcuts="s" onClick={actions.snooze}>
          <AlarmClock aria-hidden className="size-4" />
          {t("snooze")}
        </Button>
      )}
      <Button aria-keyshortcuts="h" onClick={actions.hide}>
        {report.isHidden ? <Eye aria-hidden className="size-4" /> : <EyeOff aria-hidden className="size-4" />}
        {t(report.isHidden ? "show" : "hide")}
      </Button>
    </div>
  );
}
