"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import { clsx } from "clsx";
import { X } from "lucide-react";
import { type ReactElement, type ReactNode, type RefObject, useLayoutEffect, useRef } from "react";
import { buttonClass } from "./button.tsx";

interface DialogProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** Label of the close button. */
  readonly closeLabel: string;
  /** The element that opens it; leave it out when the caller holds `open`. */
  readonly trigger?: ReactElement<Record<string, unknown>> | undefined;
  readonly open?: boolean | undefined;
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
  /** What takes the focus when it opens; by default the first text field, else the first control. */
  readonly initialFocus?: RefObject<HTMLElement | null> | undefined;
  /** Whether the focus returns to what opened the dialog; when it does not, the caller has placed it. */
  readonly returnsFocus?: (() => boolean) | undefined;
  readonly children: ReactNode;
  /** Actions in the footer, the main one last. */
  readonly footer?: ReactNode;
  /** `side`: a panel at the right edge, full height; `start`: at the left; `wide`: centred, as wide as a map needs. */
  readonly placement?: "centre" | "wide" | "side" | "start" | undefined;
}

const PLACEMENTS = {
  centre:
    "top-1/2 left-1/2 max-h-[calc(100dvh-2rem)] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-card data-ending-style:opacity-0 data-starting-style:opacity-0",
  wide: "top-1/2 left-1/2 max-h-[calc(100dvh-2rem)] w-[min(72rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-card data-ending-style:opacity-0 data-starting-style:opacity-0",
  side: "inset-y-0 right-0 w-[min(32rem,100vw)] data-ending-style:translate-x-full data-starting-style:translate-x-full",
  start: "inset-y-0 left-0 w-[min(22rem,calc(100vw-3rem))] data-ending-style:-translate-x-full data-starting-style:-translate-x-full",
} as const;

const DOUBLE_CLICK_MS = 400;

const FIELDS = "input:not([type=radio], [type=checkbox], [type=file]), textarea";

/** Whether the focus is in the dialog or nowhere. */
function isFocusFree(popup: HTMLElement | null): boolean {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body || (popup?.contains(activeElement) ?? false);
}

/**
 * A modal dialog, centred or as a drawer at an edge. Focus stays inside and returns to the trigger. A closed dialog is inert, also
 * while it fades out: a second Enter does not press its button again.
 * Props: texts, opening, focus, footer and placement are the choices of each dialog.
 */
export function Dialog({
  title,
  description,
  closeLabel,
  trigger,
  open,
  onOpenChange,
  initialFocus,
  returnsFocus = () => true,
  children,
  footer,
  placement = "centre",
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const openedAt = useRef(Number.NEGATIVE_INFINITY);
  useLayoutEffect(() => {
    if (open) openedAt.current = performance.now();
  }, [open]);
  // The browser takes the focus from an inert element only at its next frame; the caller may set the focus before that.
  useLayoutEffect(() => {
    const focused = document.activeElement;
    if (open === false && focused instanceof HTMLElement && popup.current?.contains(focused)) focused.blur();
  }, [open]);
  return (
    <Base.Root
      {...(open === undefined ? {} : { open })}
      onOpenChange={(next, details) => {
        if (next) openedAt.current = performance.now();
        // The second press of a double click is beside the dialog that the first one opened.
        const isSecondPress = !next && details.reason === "outside-press" && performance.now() - openedAt.current < DOUBLE_CLICK_MS;
        if (isSecondPress) details.cancel();
        else onOpenChange?.(next);
      }}
    >
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.45)] transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          ref={popup}
          render={(props, { open: isOpen }) => <div {...props} inert={!isOpen} />}
          // On a touch screen, focus on a field would open the keyboard over the dialog.
          initialFocus={
            initialFocus ?? ((openedBy) => (openedBy === "touch" ? true : (body.current?.querySelector<HTMLElement>(FIELDS) ?? true)))
          }
          // Asked for when the dialog has faded out: somebody who went on by keyboard meanwhile keeps the focus where it is.
          finalFocus={() => isFocusFree(popup.current) && returnsFocus()}
          className={clsx(
            "fixed z-50 flex flex-col border border-line bg-surface text-ink shadow-raised transition-[opacity,translate,filter] duration-150",
            // Behind a question of its own.
            "data-nested-dialog-open:brightness-50",
            PLACEMENTS[placement],
          )}
        >
          <div className="flex items-start gap-4 border-line border-b px-5 py-3">
            <div className="flex min-h-control min-w-0 flex-1 flex-col justify-center">
              <Base.Title className="text-title">{title}</Base.Title>
              {description && <Base.Description className="mt-1 text-ink-muted">{description}</Base.Description>}
            </div>
            <Base.Close aria-label={closeLabel} className={clsx(buttonClass({ tone: "quiet", isSquare: true }), "-mr-2.5")}>
              <X aria-hidden className="size-5" />
            </Base.Close>
          </div>
          <div ref={body} className="min-h-0 flex-1 overflow-y-auto px-5 py-4">
            {children}
          </div>
          {footer && (
            <div className="flex flex-wrap justify-end gap-3 max-sm:flex-col-reverse border-line border-t px-5 py-4">{footer}</div>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
