import { clsx } from "clsx";
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from "react";

export type ButtonTone = "primary" | "secondary" | "quiet" | "danger";

const TONES: Record<ButtonTone, string> = {
  primary: "bg-accent text-on-accent border-transparent hover:brightness-110 active:brightness-95",
  secondary: "bg-surface text-ink border-line-strong hover:bg-sunken",
  quiet: "bg-transparent text-accent-ink border-transparent hover:bg-accent-soft",
  danger: "bg-surface text-danger border-danger hover:bg-danger-soft",
};

interface Look {
  readonly tone?: ButtonTone | undefined;
  /** A square for a lone icon: the control then needs an `aria-label`. */
  readonly isSquare?: boolean | undefined;
}

/** The classes of a button, for elements that are not ours (a framework's link, a base-ui trigger). */
export function buttonClass({ tone = "secondary", isSquare = false }: Look = {}): string {
  return clsx(
    "inline-flex min-h-control items-center justify-center gap-2 rounded-control border font-medium text-base leading-tight no-underline transition-[background-color,filter] duration-150 disabled:opacity-55 aria-disabled:opacity-55",
    isSquare ? "size-control shrink-0" : "px-4 py-1.5",
    TONES[tone],
  );
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  Look & {
    /** Why it cannot be used: said to everybody, the button stays reachable by keyboard. */
    readonly disabledReason?: string | undefined;
    readonly ref?: Ref<HTMLButtonElement> | undefined;
  };

export function Button({ tone, isSquare, className, type = "button", disabledReason, onClick, ...props }: ButtonProps) {
  const isRefused = disabledReason !== undefined;
  return (
    <button
      {...props}
      type={isRefused ? "button" : type}
      className={clsx(buttonClass({ tone, isSquare }), className)}
      {...(isRefused ? { "aria-disabled": true, title: disabledReason, "aria-description": disabledReason } : { onClick })}
    />
  );
}

type LinkButtonProps = AnchorHTMLAttributes<HTMLAnchorElement> & Look & { readonly href: string; readonly children: ReactNode };

export function LinkButton({ tone, isSquare, className, ...props }: LinkButtonProps) {
  return <a {...props} className={clsx(buttonClass({ tone, isSquare }), className)} />;
}
