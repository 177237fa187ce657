"use client";
import type { ModeratedReport } from "@archipel/contracts/reports.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Menu } from "@archipel/ui/menu.tsx";
import { AlarmClock, Check, ChevronDown, Ellipsis, Eye, EyeOff, MessageSquareReply, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMe } from "../../kit/current-community.tsx";
import type { DetailActions } from "./report-detail.tsx";
import { keyOf, useStatuses } from "./words.ts";

interface DetailActsProps {
  readonly report: ModeratedReport;
  readonly isOpen: boolean;
  readonly actions: DetailActions;
}

/** The buttons of a report; each has a keyboard shortcut. On a phone the bar stays at the bottom, and rarer actions are in its menu. */
export function DetailActs({ report, isOpen, actions }: DetailActsProps) {
  const t = useTranslations("moderation.acts");
  const me = useMe();
  const { label } = useStatuses();
  const isMine = report.assigneeId === me.id;
  const rest = [
    {
      key: "a",
      icon: <UserRound aria-hidden className="size-4" />,
      label: t(isMine ? "assign" : "assignMe"),
      onSelect: isMine ? actions.assign : actions.assignMe,
    },
    ...(isOpen ? [{ key: "s", icon: <AlarmClock aria-hidden className="size-4" />, label: t("snooze"), onSelect: actions.snooze }] : []),
    {
      key: "h",
      icon: report.isHidden ? <Eye aria-hidden className="size-4" /> : <EyeOff aria-hidden className="size-4" />,
      label: t(report.isHidden ? "show" : "hide"),
      onSelect: actions.hide,
    },
  ];
  return (
    <div
      role="toolbar"
      aria-label={t("label")}
      className="z-10 flex flex-wrap gap-2 max-lg:sticky max-lg:bottom-0 max-lg:order-last max-lg:-mx-4 max-lg:border-line max-lg:border-t max-lg:bg-ground max-lg:px-4 max-lg:py-3"
    >
      {report.hasProposedEdit && isOpen && (
        <Button tone="primary" className="max-sm:px-3" aria-keyshortcuts="e" onClick={actions.accept}>
          <Check aria-hidden className="size-4" />
          {t("accept")}
        </Button>
      )}
      {report.nextStatuses.length > 0 && (
        <>
          <Menu
            align="start"
            trigger={
              <Button tone={report.hasProposedEdit && isOpen ? "secondary" : "primary"} className="max-sm:px-3">
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
          <Button className="max-sm:px-3" aria-keyshortcuts="r" onClick={actions.answer}>
            <MessageSquareReply aria-hidden className="size-4 max-sm:hidden" />
            {t("answer")}
          </Button>
        </>
      )}
      {rest.map(({ key, icon, label: words, onSelect }) => (
        <Button key={key} className="max-sm:hidden" aria-keyshortcuts={key} onClick={onSelect}>
          {icon}
          {words}
        </Button>
      ))}
      <Menu
        trigger={
          <Button isSquare className="sm:hidden" aria-label={t("more")}>
            <Ellipsis aria-hidden className="size-5" />
          </Button>
        }
        entries={rest.map(({ icon, label: words, onSelect }) => ({ kind: "action", icon, label: words, onSelect }))}
      />
    </div>
  );
}
