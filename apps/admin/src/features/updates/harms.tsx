"use client";
import type { UpdateHarm } from "@archipel/contracts/updates.ts";
import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFailureText } from "../../api/failure.ts";
import { Uses } from "../../kit/uses.tsx";

/** What applying the update would break, each with what depends on it. */
export function Harms({ harms }: { readonly harms: readonly UpdateHarm[] }) {
  const t = useTranslations("admin.updates");
  const failureText = useFailureText();
  return (
    <section aria-labelledby="harms-title" className="flex flex-col gap-4 rounded-card border border-danger bg-surface p-6">
      <h2 id="harms-title" className="flex items-start gap-2 text-title">
        <CircleAlert aria-hidden className="mt-1 size-5 shrink-0 text-danger" />
        {t("harms", { count: harms.length })}
      </h2>
      <ul className="flex flex-col gap-4">
        {harms.map((harm, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is never reordered
          <li key={index} className="flex max-w-prose flex-col gap-2">
            <p className="break-words">{failureText(harm)}</p>
            {harm.uses.length > 0 && (
              <div className="text-small">
                <p className="font-medium">{t("harmsUses")}</p>
                <Uses uses={harm.uses} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
