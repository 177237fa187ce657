import { clsx } from "clsx";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

export type AlertTone = "info" | "success" | "warning" | "danger";

const TONES: Record<AlertTone, { readonly box: string; readonly mark: string; readonly Icon: typeof Info }> = {
  info: { box: "border-info bg-info-soft", mark: "text-info", Icon: Info },
  success: { box: "border-success bg-success-soft", mark: "text-success", Icon: CircleCheck },
  warning: { box: "border-warning bg-warning-soft", mark: "text-warning", Icon: TriangleAlert },
  danger: { box: "border-danger bg-danger-soft", mark: "text-danger", Icon: CircleAlert },
};

interface AlertProps {
  readonly tone: AlertTone;
  /** What happened. */
  readonly title: ReactNode;
  /** Where: the file, the row, the field. */
  readonly where?: ReactNode;
  /** How to repair it. */
  readonly repair?: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** True when it appears in answer to an action of the person: screen readers then announce it. */
  readonly isLive?: boolean | undefined;
}

/** A message that says what happened, where, and how to repair it. */
export function Alert({ tone, title, where, repair, children, action, isLive }: AlertProps) {
  const { box, mark, Icon } = TONES[tone];
  return (
    <div
      {...(isLive && { role: tone === "danger" ? "alert" : "status" })}
      className={clsx("flex gap-3 rounded-card border-l-4 px-4 py-3 text-ink", box)}
    >
      <Icon aria-hidden className={clsx("mt-0.5 size-5 shrink-0", mark)} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {where && <p className="figures break-words text-small">{where}</p>}
        {repair && <p className="mt-1">{repair}</p>}
        {children && <div className="mt-1">{children}</div>}
        {action && <div className="mt-3">{action}</div>}
      </div>
    </div>
  );
}
