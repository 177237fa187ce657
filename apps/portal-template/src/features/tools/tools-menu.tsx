import { buttonClass } from "@archipel/ui/button.tsx";
import { Menu } from "@archipel/ui/menu.tsx";
import { Clock, Mountain, PencilRuler, Ruler, SplitSquareHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Ref } from "react";
import type { ToolName } from "./tools-mode.tsx";

const ICONS = { measure: Ruler, profile: Mountain, swipe: SplitSquareHorizontal, time: Clock } as const;

interface ToolsMenuProps {
  readonly tools: readonly ToolName[];
  /** The open one. */
  readonly current: ToolName | null;
  readonly onChoose: (tool: ToolName) => void;
  readonly ref: Ref<HTMLButtonElement>;
}

/** The button that opens the list of tools. */
export function ToolsMenu({ tools, current, onChoose, ref }: ToolsMenuProps) {
  const t = useTranslations("map.toolbox");
  return (
    <Menu
      trigger={
        <button
          ref={ref}
          type="button"
          aria-label={t("open")}
          title={t("open")}
          className={`${buttonClass({ isSquare: true, tone: current ? "primary" : "secondary" })} rounded-card! shadow-raised`}
        >
          <PencilRuler aria-hidden className="size-5" />
        </button>
      }
      entries={tools.map((tool) => {
        const Icon = ICONS[tool];
        return { kind: "action", label: t(tool), icon: <Icon aria-hidden className="size-5" />, onSelect: () => onChoose(tool) } as const;
      })}
    />
  );
}
