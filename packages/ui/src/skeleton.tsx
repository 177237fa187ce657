import { clsx } from "clsx";

/** Placeholder of content that loads within a second. The region around it sets `aria-busy`. */
export function Skeleton({ className }: { readonly className?: string | undefined }) {
  return <div aria-hidden className={clsx("animate-pulse rounded-control bg-sunken", className)} />;
}
