"use client";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

interface ToolPanelProps {
  readonly children: ReactNode;
  /** What the tool does in the end; none while there is nothing to do. */
  readonly action: ReactNode;
  readonly onCancel: () => void;
}

/** What a tool of the editor asks, then its action and the way out of it. */
export function ToolPanel({ children, action, onCancel }: ToolPanelProps) {
  const t = useTranslations("common.actions");
  return (
    <div className="grid min-w-0 gap-4">
      {children}
      <div className="flex flex-wrap gap-2">
        {action}
        <Button tone="quiet" className={action ? "" : "-ml-4"} onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
    </div>
  );
}
