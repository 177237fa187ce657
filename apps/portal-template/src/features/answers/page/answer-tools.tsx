"use client";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Braces, FileText, Printer, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { links } from "../../../links.ts";

interface AnswerToolsProps {
  /** The address to share; null for an answer that only members get. */
  readonly address: string | null;
  /** The short address that the page was opened by. */
  readonly short: string | null;
  /** Makes one. */
  readonly shorten: ReactNode;
  readonly files: { readonly json: string; readonly pdf: string };
}

/** What a visitor takes away. The two files are links, which work without script. */
export function AnswerTools({ address, short, shorten, files: { json, pdf } }: AnswerToolsProps) {
  const t = useTranslations("answers.card.tools");
  const locale = useLocale();
  return (
    <section aria-label={t("label")} className="flex flex-wrap gap-2 border-line border-t pt-4 print:hidden">
      {address !== null && <CopyButton text={short ?? address} label={t(short === null ? "copy" : "short")} copiedLabel={t("copied")} />}
      {shorten}
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
      <Link href={links.checkFile(locale)} className={buttonClass({ tone: "quiet" })}>
        <ShieldCheck aria-hidden className="size-4" />
        {t("checkFile")}
      </Link>
    </section>
  );
}
