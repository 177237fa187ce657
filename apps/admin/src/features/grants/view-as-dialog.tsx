"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { SubjectKind, ViewedDataset } from "@archipel/contracts/grants.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { useMutation } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { GrantSubjectFields } from "./grant-subject-fields.tsx";
import { useGrantDraft } from "./use-grant-draft.ts";
import { useViewedName } from "./use-viewed-name.ts";
import { ViewedEdits } from "./viewed-edits.tsx";
import { ViewedLayer } from "./viewed-layer.tsx";

interface ViewAsDialogProps {
  readonly dataset: Dataset;
  /** What is chosen at the start. */
  readonly first: SubjectKind;
  readonly onClose: () => void;
}

/** The dataset as a person, a group, a community or everyone sees it: read-only, until it is closed. */
export function ViewAsDialog({ dataset, first, onClose }: ViewAsDialogProps) {
  const t = useTranslations("grants.viewAs");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const errorText = useErrorText();
  const { id: communityId } = useCommunity();
  const draft = useGrantDraft(dataset, "read", first);
  const [isTried, setTried] = useState(false);
  const nameOf = useViewedName();
  // Kept while the next rows are read.
  const [view, setView] = useState<ViewedDataset | null>(null);
  const look = useMutation(api.grants.viewAs.mutationOptions({ onSuccess: setView }));
  const show = (layerId: string | null, offset = 0) =>
    look.mutate({ communityId, datasetId: dataset.id, subject: draft.subject, layerId, offset });
  const isMissing = draft.missing.some((what) => what === "email" || what === "slug" || what === "group" || what === "organisation");
  const submit = () => {
    setTried(true);
    if (!isMissing && !look.isPending) show(null);
  };
  return (
    <Dialog
      placement="wide"
      title={t("title")}
      description={dataset.title}
      closeLabel={tc("close")}
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        view ? (
          <Button tone="primary" onClick={onClose}>
            {t("end")}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{tc("cancel")}</Button>
            <Button tone="primary" aria-busy={look.isPending} onClick={submit}>
              {t("submit")}
            </Button>
          </>
        )
      }
    >
      {view ? (
        <div className="flex flex-col gap-5">
          <div
            role="status"
            className="sticky top-0 z-10 flex items-start gap-3 rounded-card border-2 border-warning bg-warning-soft px-4 py-3 text-warning"
          >
            <Eye aria-hidden className="mt-0.5 size-5 shrink-0" />
            <p className="min-w-0 break-words">
              <strong className="font-medium">{t("banner", { name: nameOf(view) })}</strong> {t("bannerText")}
            </p>
          </div>
          <Seen view={view} isPending={look.isPending} onShow={show} />
          {look.error && <Alert tone="danger" title={errorText(look.error)} isLive />}
        </div>
      ) : (
        <form
          method="dialog"
          className="flex flex-col gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <p className="max-w-prose text-ink-muted">{t("intro")}</p>
          <GrantSubjectFields draft={draft} lacks={(what) => isTried && draft.missing.includes(what)} isViewing />
          {look.error && <Alert tone="danger" title={errorText(look.error)} isLive />}
        </form>
      )}
    </Dialog>
  );
}

interface SeenProps {
  readonly view: ViewedDataset;
  readonly isPending: boolean;
  readonly onShow: (layerId: string | null, offset?: number) => void;
}

function Seen({ view, isPending, onShow }: SeenProps) {
  const t = useTranslations("grants.viewAs");
  const { access, layers, hasClosedLayers, shown } = view;
  const name = useViewedName()(view);
  if (access === "whole")
    return (
      <>
        <p>{t("whole", { name })}</p>
        {layers.map(({ id, title, edits }) => (
          <section key={id}>
            <h3 className="font-medium">{title}</h3>
            <ViewedEdits edits={edits} />
          </section>
        ))}
      </>
    );
  if (access === "none" || !shown) return <p>{t("none", { name })}</p>;
  return (
    <>
      {layers.length > 1 && (
        <div className="flex flex-wrap gap-2">
          {layers.map(({ id, title }) => (
            <Button key={id} aria-pressed={id === shown.layerId} disabled={isPending} onClick={() => onShow(id)}>
              {title}
            </Button>
          ))}
        </div>
      )}
      <ViewedLayer view={view} shown={shown} isPending={isPending} onShow={onShow} />
      {hasClosedLayers && <p className="text-ink-muted">{t("closedLayers")}</p>}
    </>
  );
}
