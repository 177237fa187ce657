"use client";
import { Button } from "@archipel/ui/button.tsx";
import { hearEarlyIn } from "@archipel/ui/hear-early.ts";
import { useToasts } from "@archipel/ui/toast.tsx";
import { Download, Redo2, Undo2, Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import type { History, Step } from "../../../kit/forms/history.ts";
import { type Draft, definitionOf } from "./draft.ts";
import { useEditor } from "./editor-context.tsx";
import { readModelFile } from "./model-file.ts";

interface ActionsProps {
  readonly history: History<Draft>;
  readonly step: (step: Step<Draft>) => void;
}

/** Undo, redo, and the model as a file to edit by hand. */
export function EditorActions({ history, step }: ActionsProps) {
  const t = useTranslations("models.editor.actions");
  const toasts = useToasts();
  const { draft, change, isStored } = useEditor();
  const file = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button tone="quiet" isSquare aria-label={t("undo")} disabled={history.past.length === 0} onClick={() => step({ kind: "undo" })}>
        <Undo2 aria-hidden className="size-5" />
      </Button>
      <Button tone="quiet" isSquare aria-label={t("redo")} disabled={history.future.length === 0} onClick={() => step({ kind: "redo" })}>
        <Redo2 aria-hidden className="size-5" />
      </Button>
      <Button onClick={() => download(draft)}>
        <Download aria-hidden className="size-4" />
        {t("download")}
      </Button>
      <Button onClick={() => file.current?.click()}>
        <Upload aria-hidden className="size-4" />
        {t("upload")}
      </Button>
      <input
        ref={hearEarlyIn(file)}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={async (event) => {
          const { target } = event;
          const read = readModelFile((await target.files?.[0]?.text()) ?? "");
          target.value = "";
          if (!read) return toasts.add({ title: t("notModel"), description: t("notModelText") });
          // A stored model keeps its identifier. Undo restores the previous draft.
          change((now) => (isStored ? { ...read, rest: { ...read.rest, id: now.rest.id } } : read));
        }}
      />
    </>
  );
}

function download(draft: Draft): void {
  const text = JSON.stringify(definitionOf(draft), null, 2);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `${draft.rest.id || "model"}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
