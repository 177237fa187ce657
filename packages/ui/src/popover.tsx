"use client";
import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";

interface PopoverProps {
  readonly title: ReactNode;
  /** Beside the title. */
  readonly action?: ReactNode;
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly align?: "start" | "end" | undefined;
  readonly children: ReactNode;
}

/** A small panel beside its trigger, not modal: Escape or a click elsewhere closes it, and the focus comes back to the trigger. */
export function Popover({ title, action, trigger, align = "end", children }: PopoverProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={6} collisionPadding={8} className="z-50">
          <Base.Popup className="flex max-h-[min(36rem,calc(100dvh-6rem))] w-[min(24rem,calc(100vw-1rem))] flex-col rounded-card border border-line bg-surface text-ink shadow-raised transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0">
            <div className="flex min-h-12 items-center justify-between gap-3 border-line border-b px-4 py-1">
              <Base.Title className="font-medium text-base">{title}</Base.Title>
              {action}
            </div>
            <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
