"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEditor } from "../draft/editor-context.tsx";
import type { PageDraft } from "../draft/page-draft.ts";

/** Says that the draft comes from this browser, and offers the stored one. */
export function KeptNote({ stored }: { readonly stored: PageDraft }) {
  const t = useTranslations("site-editor.kept");
  const { change } = useEditor();
  const [isClosed, setClosed] = useState(false);
  if (isClosed) return null;
  return (
    <div className="border-line border-b p-2">
      <Alert
        tone="info"
        title={t("title")}
        action={
          <span className="flex flex-wrap gap-2">
            <Button onClick={() => setClosed(true)}>{t("keep")}</Button>
            <Button
              tone="quiet"
              onClick={() => {
                change(() => stored);
                setClosed(true);
              }}
            >
              {t("drop")}
            </Button>
          </span>
        }
      />
    </div>
  );
}
