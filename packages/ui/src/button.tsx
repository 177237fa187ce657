import { clsx } from "clsx";
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from "react";

export type ButtonTone = "primary" | "secondary" | "quiet" | "danger";

const TONES: Record<ButtonTone, string> = {
  primary: "bg-accent text-on-accent border-transparent hover:brightness-110 active:brightness-95",
  secondary:
    "bg-surface text-ink border-line-strong hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-ink",
  quiet: "bg-transparent text-accent-ink border-transparent hover:bg-accent-soft",
  danger: "bg-surface text-danger border-danger hover:bg-danger-soft",
};

const SHAPE =
  "inline-flex min-h-control items-center justify-center gap-2 rounded-control border font-medium text-base leading-tight no-underline transition-[background-color,filter] duration-150 disabled:opacity-55";
const SQUARE = "size-control shrink-0";
const WIDE = "px-4 py-1.5";

interface Look {
  readonly tone?: ButtonTone | undefined;
  /** Square, for a single icon: the control then needs an `aria-label`. */
  readonly isSquare?: boolean | undefined;
}

/** The classes of a button, for elements of others (a framework's link, a base-ui trigger). */
export function buttonClass({ tone = "secondary", isSquare = false }: Look = {}): string {
  return clsx(SHAPE, isSquare ? SQUARE : WIDE, TONES[tone]);
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  Look & {
    /** Why the button is disabled: shown on hover, touch and focus; the button stays reachable by keyboard. */
    readonly disabledReason?: string | undefined;
    /** Alignment of the reason: `start` for a button at the left edge of its container, else it ends with the button. */
    readonly reasonAlign?: "start" | "end" | undefined;
    readonly ref?: Ref<HTMLButtonElement> | undefined;
  };

export function Button({
  tone,
  isSquare,
  className,
  type = "button",
  disabledReason,
  reasonAlign = "end",
  onClick,
  children,
  ...props
}: ButtonProps) {
  if (disabledReason === undefined) {
    return (
      <button {...props} type={type} className={clsx(buttonClass({ tone, isSquare }), className)} onClick={onClick}>
        {children}
      </button>
    );
  }
  return (
    <button
      {...props}
      type="button"
      aria-disabled
      aria-description={disabledReason}
      className={clsx("group relative cursor-not-allowed border-line bg-sunken text-ink-muted", SHAPE, isSquare ? SQUARE : WIDE, className)}
    >
      {children}
      <span
        aria-hidden
        className={clsx(
          "pointer-events-none absolute top-full z-50 mt-1.5 hidden w-max max-w-64 whitespace-normal rounded-control bg-ink px-3 py-2 text-left font-normal text-ground text-small leading-snug group-hover:block group-focus:block",
          reasonAlign === "start" ? "left-0" : "max-sm:left-0 sm:right-0",
        )}
      >
        {disabledReason}
      </span>
    </button>
  );
}

type LinkButtonProps = AnchorHTMLAttributes<HTMLAnchorElement> & Look & { readonly href: string; readonly children: ReactNode };

export function LinkButton({ tone, isSquare, className, ...props }: LinkButtonProps) {
  return <a {...props} className={clsx(buttonClass({ tone, isSquare }), className)} />;
}
