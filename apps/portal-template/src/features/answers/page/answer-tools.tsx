"use client";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Braces, FileText, Printer } from "lucide-react";
import { useTranslations } from "next-intl";

interface AnswerToolsProps {
  /** The address to share; null for an answer that only members get. */
  readonly address: string | null;
  readonly files: { readonly json: string; readonly pdf: string };
}

/** What a visitor takes away. The two files are links, which work without script. */
export function AnswerTools({ address, files: { json, pdf } }: AnswerToolsProps) {
  const t = useTranslations("answers.card.tools");
  return (
    <section aria-label={t("label")} className="flex flex-wrap gap-2 border-line border-t pt-4 print:hidden">
      {address !== null && <CopyButton text={address} label={t("copy")} copiedLabel={t("copied")} />}
      <Button tone="quiet" onClick={() => window.print()}>
        <Printer aria-hidden className="size-4" />
        {t("print")}
      </Button>
      <a href={pdf} className={buttonClass({ tone: "quiet" })}>
        <FileText aria-hidden className="size-4" />
        {t("pdf")}
      </a>
      <a href={json} className={buttonClass({ tone: "quiet" })}>
        <Braces aria-hidden className="size-4" />
        {t("json")}
      </a>
    </section>
  );
}
