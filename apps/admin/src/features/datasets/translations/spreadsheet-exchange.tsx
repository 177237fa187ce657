"use client";
import type { DatasetTranslations } from "@archipel/contracts/dataset-translations.ts";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { hearEarlyIn } from "@archipel/ui/hear-early.ts";
import { Download, Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { csvOf, type Draft, type ReadCsv, readCsv } from "./draft.ts";

/** Texts of the largest dataset in ten languages are smaller. */
const MOST_BYTES = 5_000_000;

interface SpreadsheetExchangeProps {
  readonly fileName: string;
  readonly table: { readonly data: DatasetTranslations; readonly draft: Draft; readonly languages: readonly string[] };
  readonly isDisabled: boolean;
  readonly onRead: (read: ReadCsv) => void;
}

/** The table as a CSV file, for people who translate elsewhere. What is read waits in the table to be saved. */
export function SpreadsheetExchange({ fileName, table: { data, draft, languages }, isDisabled, onRead }: SpreadsheetExchangeProps) {
  const t = useTranslations("admin.translations");
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState("");
  const take = async (file: File | undefined) => {
    if (!file) return;
    const read = file.size > MOST_BYTES ? null : readCsv(await file.text(), data, draft);
    if (read) onRead(read);
    setSaid(read ? t("read", { count: read.changed, skipped: read.skipped }) : t("unreadable"));
  };
  const save = () => {
    const address = URL.createObjectURL(new Blob([csvOf(data, draft, languages)], { type: "text/csv;charset=utf-8" }));
    Object.assign(document.createElement("a"), { href: address, download: `${fileName}-${t("fileName")}.csv` }).click();
    // The browser reads the address after this turn.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button onClick={save}>
        <Download aria-hidden className="size-4" />
        {t("exportCsv")}
      </Button>
      {!isDisabled && (
        <label className={buttonClass({})}>
          <Upload aria-hidden className="size-4" />
          {t("importCsv")}
          <input
            ref={hearEarlyIn(input)}
            type="file"
            accept=".csv,text/csv"
            className="sr-only"
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
        </label>
      )}
      <p role="status" className="text-ink-muted text-small">
        {said}
      </p>
    </div>
  );
}
