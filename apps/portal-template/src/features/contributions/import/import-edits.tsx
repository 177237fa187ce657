"use client";
import { type LayerRight, MAX_EDITS } from "@archipel/contracts/contributions.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Progress } from "@archipel/ui/progress.tsx";
import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FailureAlert } from "../../site/failure-alert.tsx";
import type { OpenDraft } from "../use-draft.ts";
import { FileStep } from "./file-step.tsx";
import { LargeDraft } from "./large-draft.tsx";
import { editsOf, PreviewStep } from "./preview-step.tsx";
import { type ImportState, useImport } from "./use-import.ts";

interface ImportEditsProps {
  readonly layer: PortalLayer;
  readonly right: LayerRight;
  readonly locale: Locale;
  readonly draft: OpenDraft;
  /** The draft has changed on the server: it must be loaded again. */
  readonly onTaken: () => void;
}

/** More edits than a person reviews one by one on the map. */
const MANY = 1_000;

/** Uploading a changed copy of the layer: the differences are counted, then taken into the draft. Long: one dialog in all its states. */
export function ImportEdits({ layer, right, locale, draft, onTaken }: ImportEditsProps) {
  const t = useTranslations("contributions.import");
  const [isOpen, setOpen] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const [large, setLarge] = useState<{ contributionId: string; taken: number; fileName: string } | null>(null);
  const { communityId } = right;
  const job = useImport({ communityId, layerId: layer.id });
  const { state } = job;
  const close = (next: boolean) => {
    setOpen(next);
    setDeleting(false);
    if (next) return;
    job.leave();
    if (large) onTaken();
    setLarge(null);
  };
  const take = async () => {
    if (state.is !== "ready") return;
    const file = state.found.fileName;
    // Saved first, so that the file is compared with what the person sees.
    await draft.flush();
    const contributionId = draft.contribution?.id;
    const taken = await job.take({
      title: t("draftTitle", { file: file.slice(0, 120) }),
      ...(contributionId && { contributionId }),
      ...(isDeleting && { deleteAbsent: { reason: t("reason", { file }) } }),
    });
    if (!taken) return;
    if (taken.taken > MANY) setLarge({ ...taken, fileName: file });
    else {
      setOpen(false);
      onTaken();
    }
  };
  const count = state.is === "ready" ? editsOf(state.preview, isDeleting) : 0;
  const isReady = state.is === "ready" && !large;
  return (
    <Dialog
      title={isReady ? t("ready", { file: state.found.fileName }) : t("title")}
      description={state.is === "empty" ? t("intro", { layer: layer.title }) : undefined}
      closeLabel={t("close")}
      open={isOpen}
      onOpenChange={close}
      trigger={
        <Button tone="quiet" className="justify-self-start">
          <FileUp aria-hidden className="size-4" />
          {t("open")}
        </Button>
      }
      footer={
        isReady && (
          <>
            <Button tone="quiet" onClick={() => job.leave()}>
              {t("another")}
            </Button>
            <Button
              tone="primary"
              aria-busy={state.isTaking}
              {...(count === 0 && { disabledReason: t("nothing") })}
              {...(count > MAX_EDITS && { disabledReason: t("tooMany", { most: MAX_EDITS, count }) })}
              onClick={take}
            >
              {t("take", { count })}
            </Button>
          </>
        )
      }
    >
      {large ? (
        <LargeDraft {...large} right={right} onShow={() => close(false)} />
      ) : (
        <div className="grid gap-4">
          {(state.is === "empty" || state.is === "ready") && state.error !== null && <FailureAlert error={state.error} />}
          {state.is === "empty" && <FileStep layer={layer} locale={locale} onFile={job.send} />}
          {(state.is === "sending" || state.is === "reading") && (
            <>
              <Underway state={state} />
              <Button className="justify-self-start" onClick={() => job.leave()}>
                {t("cancel")}
              </Button>
            </>
          )}
          {state.is === "ready" && (
            <PreviewStep
              preview={state.preview}
              isDeleting={isDeleting}
              onDeleting={setDeleting}
              onChoose={(choice) => {
                setDeleting(false);
                job.choose(state.found, choice);
              }}
            />
          )}
          <p role="status" className="sr-only">
            {state.is === "ready" && t("ready", { file: state.found.fileName })}
          </p>
        </div>
      )}
    </Dialog>
  );
}

function Underway({ state }: { readonly state: Extract<ImportState, { is: "sending" | "reading" }> }) {
  const t = useTranslations("contributions.import");
  if (state.is === "sending") return <Progress label={t("sending", { file: state.fileName })} share={state.share} />;
  const { progress } = state.found;
  const total = progress?.total ?? 0;
  if (!progress || progress.step === null) return <Progress label={t("waiting", { ahead: progress?.ahead ?? 0 })} share={null} />;
  if (progress.step !== "compare" || total === 0) return <Progress label={t("inspect")} share={null} />;
  const detail = t("compared", { done: progress.done, total });
  return <Progress label={t("compare")} share={progress.done / total} detail={detail} />;
}
