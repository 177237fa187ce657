"use client";
import { formatTime } from "@archipel/i18n/format.ts";
import { Check, CircleAlert, CloudOff, LoaderCircle } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useErrorText } from "../../../api/failure.ts";
import { useOpenPage } from "../draft/open-page.tsx";

/** Whether the draft is stored, in words. */
export function SaveMark({ isKeepable }: { readonly isKeepable: boolean }) {
  const t = useTranslations("site-editor.saving");
  const locale = useLocale();
  const errorText = useErrorText();
  const { state } = useOpenPage();
  const isCalm = state.kind === "saved" || state.kind === "saving" || state.kind === "changed";
  const Icon = { saved: Check, saving: LoaderCircle, changed: LoaderCircle, offline: CloudOff }[state.kind as "saved"] ?? CircleAlert;
  const words =
    state.kind === "saved"
      ? t("saved", { time: formatTime(locale, state.at) })
      : state.kind === "failed"
        ? errorText(state.error)
        : t(state.kind);
  return (
    <p role="status" className={`flex items-center gap-1.5 text-small ${isCalm ? "text-ink-muted" : "text-danger"}`}>
      <Icon aria-hidden className="size-4 shrink-0" />
      <span>
        {words}
        {state.kind !== "saved" && !isKeepable && ` ${t("notKept")}`}
      </span>
    </p>
  );
}
