import { clsx } from "clsx";

/** The place of something that comes within a second. The region that holds it says `aria-busy`. */
export function Skeleton({ className }: { readonly className?: string | undefined }) {
  return <div aria-hidden className={clsx("animate-pulse rounded-control bg-sunken", className)} />;
}
