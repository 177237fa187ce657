"use client";
import { useTranslations } from "next-intl";
import { useErrorText } from "../../../api/failure.ts";
import type { usePageAct } from "./use-page-act.ts";

/** An act of the editor as its dialog says it: a draft that could not be saved first is an error, too. */
export function useActSending({
  isPending,
  isNotStored,
  error,
  reset,
}: Pick<ReturnType<typeof usePageAct>, "isPending" | "isNotStored" | "error" | "reset">) {
  const t = useTranslations("site-editor.publish");
  const errorText = useErrorText();
  return { isPending, message: isNotStored ? t("notStored") : error ? errorText(error) : null, clear: reset };
}
