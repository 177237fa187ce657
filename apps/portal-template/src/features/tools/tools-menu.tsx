import { buttonClass } from "@archipel/ui/button.tsx";
import { Clock, Mountain, PencilRuler, Ruler, SplitSquareHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { ToolName } from "./tools-mode.tsx";

const ICONS = { measure: Ruler, profile: Mountain, swipe: SplitSquareHorizontal, time: Clock } as const;

interface ToolsMenuProps {
  readonly tools: readonly ToolName[];
  /** The open one. */
  readonly current: ToolName | null;
  readonly onChoose: (tool: ToolName) => void;
  readonly entry: RefObject<HTMLButtonElement | null>;
}

/** The button that opens the list of tools. A plain list of buttons: a menu of the library would be most of this page's first load. */
export function ToolsMenu({ tools, current, onChoose, entry }: ToolsMenuProps) {
  const t = useTranslations("map.toolbox");
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    box.current?.querySelector<HTMLElement>("[data-tool]")?.focus();
    const pressed = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener("pointerdown", pressed);
    return () => document.removeEventListener("pointerdown", pressed);
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    entry.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys and Escape of the buttons in it
    <div ref={box} onKeyDown={(event) => isOpen && follow(event, box.current, close)}>
      <button
        ref={entry}
        type="button"
        aria-label={t("open")}
        title={t("open")}
        aria-expanded={isOpen}
        className={`${buttonClass({ isSquare: true, tone: current ? "primary" : "quiet" })} rounded-none! border-0!`}
        onClick={() => setOpen(!isOpen)}
      >
        <PencilRuler aria-hidden className="size-5" />
      </button>
      {isOpen && (
        <ul className="absolute right-0 bottom-full z-20 mb-2 w-max rounded-card border border-line bg-surface py-1.5 shadow-raised">
          {tools.map((tool) => {
            const Icon = ICONS[tool];
            return (
              <li key={tool}>
                <button
                  type="button"
                  data-tool={tool}
                  aria-pressed={tool === current}
                  className="flex min-h-11 w-full items-center gap-3 px-4 text-left hover:bg-accent-soft hover:text-accent-ink focus-visible:outline-3 focus-visible:outline-focus focus-visible:-outline-offset-3"
                  onClick={() => {
                    setOpen(false);
                    onChoose(tool);
                  }}
                >
                  <Icon aria-hidden className="size-5 shrink-0" />
                  {t(tool)}
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

/** Arrow keys go from one tool to the next; Escape closes the list. */
function follow(event: KeyboardEvent, box: HTMLElement | null, onClose: () => void): void {
  if (event.key === "Escape") onClose();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || !box) return;
  event.preventDefault();
  const buttons = [...box.querySelectorAll<HTMLElement>("[data-tool]")];
  const at = document.activeElement instanceof HTMLElement ? buttons.indexOf(document.activeElement) : -1;
  buttons.at((at + step) % buttons.length)?.focus();
}
