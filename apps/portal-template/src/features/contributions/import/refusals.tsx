"use client";
import type { ImportRefusal } from "@archipel/contracts/imports.ts";
import { useMessages, useTranslations } from "next-intl";

/** The refused rows: where they are, what is wrong and how to repair it. */
export function Refusals({ refused, refusals }: { readonly refused: number; readonly refusals: readonly ImportRefusal[] }) {
  const t = useTranslations("contributions.import");
  const says = useTranslations("errors");
  const known = useMessages().errors;
  const sentence = ({ code, params }: ImportRefusal) => says(code in known ? (code as keyof typeof known) : "unknown", params);
  return (
    <section aria-labelledby="import-refusals" className="grid gap-2">
      <h3 id="import-refusals" className="font-medium">
        {t("refusals", { count: refused })}
      </h3>
      <p className="text-ink-muted text-small">
        {t("refusalsText")} {refusals.length < refused && t("refusalsFirst", { shown: refusals.length })}
      </p>
      <ul aria-labelledby="import-refusals" className="divide-y divide-line rounded-card border border-line">
        {refusals.map((refusal) => (
          <li key={`${refusal.row} ${refusal.column} ${refusal.code}`} className="px-3 py-2 text-small">
            <p className="font-medium">
              {refusal.column === null ? t("row", { row: refusal.row }) : t("rowColumn", { row: refusal.row, column: refusal.column })}
            </p>
            <p className="break-words text-ink-muted">{sentence(refusal)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
