import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: ReactNode;
  /** The page has no other title, so this is its heading. */
  readonly isPage?: boolean;
  readonly children?: ReactNode;
  /** The one action to continue. */
  readonly action: ReactNode;
}

export function EmptyState({ icon, title, isPage, children, action }: EmptyStateProps) {
  const Title = isPage ? "h1" : "p";
  return (
    <div className="flex flex-col items-center gap-3 rounded-card border border-line px-6 py-12 text-center">
      {icon && <div className="text-ink-muted">{icon}</div>}
      <Title className="font-title text-title">{title}</Title>
      {children && <div className="max-w-prose text-ink-muted">{children}</div>}
      <div className="mt-2">{action}</div>
    </div>
  );
}
