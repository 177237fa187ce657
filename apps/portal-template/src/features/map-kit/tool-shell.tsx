import { Button } from "@archipel/ui/button.tsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";

interface ToolShellProps {
  readonly title: string;
  /** `panel`: in the side panel; `card`: over the map. */
  readonly place: "panel" | "card";
  /** Between the title and the button that closes the tool. */
  readonly actions?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const SHELL = {
  panel: { box: "grid gap-3", title: "text-h3", close: "" },
  card: {
    box: "max-h-[46dvh] overflow-y-auto overscroll-contain rounded-card border border-line bg-surface px-4 pt-1 pb-3 shadow-raised",
    title: "text-base",
    close: "-mr-2",
  },
} as const;

/** What surrounds an open tool. Its title takes the focus; Escape closes it. */
export function ToolShell({ title, place, actions, onClose, children }: ToolShellProps) {
  const t = useTranslations("tools");
  const look = SHELL[place];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // After the menu has given the focus back to its button.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => heading.current?.focus({ preventScroll: true })));
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the tool from anywhere in it
    <div
      className={look.box}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <div className="flex items-center gap-1">
        <h2 ref={heading} tabIndex={-1} className={`mr-auto font-display font-semibold ${look.title} outline-none`}>
          {title}
        </h2>
        {actions}
        <Button isSquare tone="quiet" className={look.close} aria-label={t("close")} title={t("close")} onClick={onClose}>
          <X aria-hidden className="size-5" />
        </Button>
      </div>
      {children}
    </div>
  );
}
