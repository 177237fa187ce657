"use client";
import type { Use } from "@archipel/contracts/bin.ts";
import { useTranslations } from "next-intl";

/** What uses the data: one line for each kind, with its count and the first names. */
export function Uses({ uses }: { readonly uses: readonly Use[] }) {
  const t = useTranslations("bin.uses");
  return (
    <ul className="flex list-disc flex-col gap-1 pl-5">
      {uses.map(({ kind, count, names }) => (
        <li key={kind}>
          {t(`kinds.${kind}`, { count })}
          {names.length > 0 && (
            <span className="text-ink-muted"> {t("names", { names: names.join(", "), more: count - names.length })}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
