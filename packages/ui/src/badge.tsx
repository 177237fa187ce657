import { clsx } from "clsx";
import type { ReactNode } from "react";

export type BadgeTone = "neutral" | "accent" | "info" | "success" | "warning" | "danger";

const TONES: Record<BadgeTone, string> = {
  neutral: "bg-sunken text-ink",
  accent: "bg-accent-soft text-accent-ink",
  info: "bg-info-soft text-info",
  success: "bg-success-soft text-success",
  warning: "bg-warning-soft text-warning",
  danger: "bg-danger-soft text-danger",
};

/** A state or a kind, always shown as text. */
export function Badge({
  tone = "neutral",
  icon,
  children,
}: {
  readonly tone?: BadgeTone | undefined;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <span
      className={clsx("inline-flex items-center gap-1.5 whitespace-nowrap rounded-control px-2 py-0.5 font-medium text-small", TONES[tone])}
    >
      {icon}
      {children}
    </span>
  );
}
