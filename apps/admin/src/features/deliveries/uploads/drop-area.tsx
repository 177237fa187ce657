"use client";
import { uploadFileEndings } from "@archipel/contracts/uploads.ts";
import { Button } from "@archipel/ui/button.tsx";
import { hearEarlyIn } from "@archipel/ui/hear-early.ts";
import { UploadCloud } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useRoleReason } from "../../../kit/current-community.tsx";
import { useTransfers } from "../../transfers/transfers-context.ts";

/** The button to choose files. Files can also be dropped anywhere on the page. */
export function DropArea() {
  const t = useTranslations("admin.uploads");
  const input = useRef<HTMLInputElement>(null);
  const { sendFiles } = useTransfers();
  const reason = useRoleReason()("contributor");
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-3 rounded-card border border-line-strong border-dashed bg-surface px-6 py-5">
      <UploadCloud aria-hidden className="size-8 shrink-0 text-accent-ink" />
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">{t("dropAnywhere")}</p>
        <details className="text-ink-muted text-small">
          <summary className="inline-flex min-h-6 cursor-pointer items-center underline underline-offset-2">{t("formatsMost")}</summary>
          <p className="mt-1">{t("formats")}</p>
        </details>
      </div>
      <Button tone="primary" onClick={() => input.current?.click()} {...(reason && { disabledReason: reason })}>
        {t("choose")}
      </Button>
      <input
        ref={hearEarlyIn(input)}
        type="file"
        multiple
        hidden
        aria-label={t("choose")}
        accept={uploadFileEndings.join(",")}
        onChange={(event) => {
          if (event.target.files) sendFiles([...event.target.files]);
          event.target.value = "";
        }}
      />
    </div>
  );
}
