import { clsx } from "clsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { links } from "../links.ts";

/** The console's mark and name, leading home. */
export function Brand({ className }: { readonly className?: string }) {
  const t = useTranslations("admin.shell");
  return (
    <Link href={links.home()} className={clsx("flex min-h-8 items-center gap-2.5 px-1 font-title text-ink no-underline", className)}>
      <svg aria-hidden viewBox="0 0 24 24" className="size-6 text-accent">
        <path fill="currentColor" d="M3 15c2-6 5-9 7-9s2 3 4 3 3-1 5 2c1 2 2 3 2 4H3Zm-1 3h20v2H2z" />
      </svg>
      <span className="font-medium text-large">{t("brand")}</span>
    </Link>
  );
}
