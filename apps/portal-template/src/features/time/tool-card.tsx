import { Button } from "@archipel/ui/button.tsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";

interface ToolCardProps {
  readonly title: string;
  /** Beside the title. */
  readonly action?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The card of a tool at the top of the map. Its title takes the focus. */
export function ToolCard({ title, action, onClose, children }: ToolCardProps) {
  const t = useTranslations("tools");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // After the menu has given the focus back to its button.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => heading.current?.focus({ preventScroll: true })));
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the tool from anywhere in it
    <div
      className="max-h-[46dvh] overflow-y-auto overscroll-contain rounded-card border border-line bg-surface px-4 pt-1 pb-3 shadow-raised"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <div className="flex items-center gap-1">
        <h2 ref={heading} tabIndex={-1} className="mr-auto font-display font-semibold text-base outline-none">
          {title}
        </h2>
        {action}
        <Button isSquare tone="quiet" className="-mr-2" aria-label={t("close")} title={t("close")} onClick={onClose}>
          <X aria-hidden className="size-5" />
        </Button>
      </div>
      {children}
    </div>
  );
}
