"use client";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

interface ToolPanelProps {
  readonly children: ReactNode;
  /** The button that executes the tool; null while that is not possible. */
  readonly action: ReactNode;
  readonly onCancel: () => void;
}

/** The inputs of a tool, its action and its cancel button. */
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
