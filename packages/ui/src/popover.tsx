"use client";
import { Popover as Base } from "@base-ui/react/popover";
import { type ReactElement, type ReactNode, type RefObject, useRef } from "react";

interface PopoverProps {
  readonly title: ReactNode;
  /** Beside the title. */
  readonly action?: ReactNode;
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly align?: "start" | "end" | undefined;
  /** Stays visible below the scrolling content. */
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

/** A small panel beside its trigger, not modal: Escape or a click elsewhere closes it, and the focus returns to the trigger. */
export function Popover({ trigger, align, ...panel }: PopoverProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Panel {...panel} align={align} />
    </Base.Root>
  );
}

interface AnchoredPopoverProps extends Omit<PopoverProps, "trigger"> {
  /** The button that opens it, which says by `aria-expanded` whether it is open. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** A `Popover` opened by an external button, so that the button can be on a page before this code has loaded. */
export function AnchoredPopover({ anchor, isOpen, onClose, ...panel }: AnchoredPopoverProps) {
  return (
    <Base.Root
      open={isOpen}
      onOpenChange={(isAsked, { reason, event }) => {
        // A press of its button does not count as outside: the button itself closes it.
        const isOfButton = reason === "outside-press" && event.target instanceof Node && anchor.current?.contains(event.target);
        if (!isAsked && !isOfButton) onClose();
      }}
    >
      <Panel {...panel} anchor={anchor} />
    </Base.Root>
  );
}

interface PanelProps extends Omit<PopoverProps, "trigger"> {
  readonly anchor?: RefObject<HTMLElement | null>;
}

function Panel({ title, action, align = "end", anchor, foot, children }: PanelProps) {
  // Content that loads late would push a focused link down: the panel itself gets the focus.
  const popup = useRef<HTMLDivElement>(null);
  const beside = anchor && { anchor };
  return (
    <Base.Portal>
      <Base.Positioner {...beside} align={align} sideOffset={6} collisionPadding={8} className="z-50">
        <Base.Popup
          ref={popup}
          initialFocus={popup}
          {...(anchor && { finalFocus: anchor })}
          className="flex max-h-[min(36rem,calc(100dvh-6rem))] w-[min(24rem,calc(100vw-1rem))] flex-col rounded-card border border-line bg-surface text-ink shadow-raised outline-none transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          <div className="flex min-h-12 items-center justify-between gap-3 border-line border-b px-4 py-1">
            <Base.Title className="font-medium text-base">{title}</Base.Title>
            {action}
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">{children}</div>
          {foot && <div className="border-line border-t px-4 py-2">{foot}</div>}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
