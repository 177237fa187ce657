import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** The one way on. */
  readonly action: ReactNode;
}

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-card border border-line px-6 py-12 text-center">
      {icon && <div className="text-ink-muted">{icon}</div>}
      <p className="font-title text-title">{title}</p>
      {children && <div className="max-w-prose text-ink-muted">{children}</div>}
      <div className="mt-2">{action}</div>
    </div>
  );
}
