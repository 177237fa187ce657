"use client";
import type { LayerRight } from "@archipel/contracts/contributions.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { EditColours } from "@archipel/map/edit/modes.ts";
import type { FeatureRef } from "@archipel/map/model/map-state.ts";
import { PresenceBar } from "@archipel/map/presence/presence-bar.tsx";
import type { MapHandle, Pick } from "@archipel/map/ui/map-handle.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { clsx } from "clsx";
import { ClipboardPaste, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { links } from "../../links.ts";
import { FailureAlert } from "../site/failure-alert.tsx";
import { AttributeForm } from "./attribute-form.tsx";
import { CopyPanel } from "./copy/copy-panel.tsx";
import { DeleteForm } from "./delete-form.tsx";
import { DraftNews } from "./draft-news.tsx";
import { DraftReview } from "./draft-review.tsx";
import { drawToolOf, EditToolbar } from "./edit-toolbar.tsx";
import { ImportEdits } from "./import/import-edits.tsx";
import { MergePanel } from "./merge/merge-panel.tsx";
import { Rivals } from "./rivals.tsx";
import { TableButton, type TableTray } from "./table/table-button.tsx";
import type { EditTarget } from "./use-contributing.tsx";
import { useEditor } from "./use-editor.ts";

export interface EditModeProps {
  readonly target: EditTarget;
  readonly rights: readonly LayerRight[];
  readonly layers: readonly PortalLayer[];
  readonly locale: Locale;
  readonly handle: MapHandle;
  readonly colours: EditColours;
  /** Filled with what a click on the map means here. */
  readonly pick: RefObject<((pick: Pick) => void) | null>;
  /** Features that are drawn here in place of the tiles. */
  readonly onHidden: (features: readonly FeatureRef[]) => void;
  /** Shows where a feature lies that is not drawn here; null: none. */
  readonly onChosen: (feature: FeatureRef | null) => void;
  /** Where the table lies, and how much of the page it takes: 0 while there is none. */
  readonly tray: TableTray;
  /** On a narrow screen the map needs the room while one draws. */
  readonly onDrawing: (isDrawing: boolean) => void;
  readonly onClose: () => void;
}

/** What the keyboard does is told too, but not where one touches: its words would cover the map. */
const BY_KEYS = ["select", "selectPoint", "point", "linestring", "polygon", "merge", "copy"] as const;

/** Edit mode's panel: tools, the object's fields, what the draft changes. Loaded when first needed. */
export default function EditMode(props: EditModeProps) {
  const t = useTranslations("edit");
  const editor = useEditor(props);
  const { draft, active, layer, right, view } = editor;
  const { isDrawing, tool } = editor;
  const byKeys = editor.refusal || editor.note ? undefined : BY_KEYS.find((one) => one === editor.hint);
  const close = async () => {
    // What is not saved yet is, before the map is given back; a failure stays on the screen.
    await editor.draft.flush().then(props.onClose, () => undefined);
  };
  if (draft.contribution?.status === "submitted") {
    return (
      <Alert tone="success" isLive title={t("sent.title")} repair={t("sent.text", { community: right.communityName })}>
        <div className="mt-3">
          <PresenceBar company={editor.company} />
        </div>
        <div className="mt-3 flex flex-wrap gap-2">
          <LinkButton href={`${links.account(props.locale)}#contributions`}>{t("sent.follow")}</LinkButton>
          <Button tone="quiet" onClick={props.onClose}>
            {t("sent.close")}
          </Button>
        </div>
      </Alert>
    );
  }
  return (
    <section aria-label={t("label")} aria-busy={draft.loading === "waiting"} className={clsx("grid gap-3", isDrawing && "max-lg:gap-1.5")}>
      {/* On a phone the map needs the room while one draws: tools and their hint stay. */}
      <div className={clsx(isDrawing && "max-lg:hidden")}>
        <div className="-mr-2 flex items-center gap-1 lg:-mt-2">
          <p className="min-w-0 flex-1 text-ink-muted text-small leading-snug">{layer.title}</p>
          {draft.loading === "here" && <TableButton editor={editor} {...props} />}
          <Button tone="quiet" isSquare className="text-ink-muted!" aria-label={t("close")} onClick={close}>
            <X aria-hidden className="size-5" />
          </Button>
        </div>
        <h2 ref={editor.heading} tabIndex={-1} className="break-words text-title outline-none">
          {active ? editor.labelOf(active) : t("label")}
        </h2>
      </div>
      {draft.loading === "failed" ? (
        <Alert tone="danger" isLive title={t("failed")} action={<Retry onClick={draft.retry} />} />
      ) : draft.loading === "waiting" ? (
        <div className="grid gap-3">
          <p className="sr-only">{t("loading")}</p>
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-10 w-full" />
        </div>
      ) : (
        <>
          <EditToolbar
            kind={layer.geometry}
            tool={editor.tool}
            onTool={editor.chooseTool}
            hasShape={editor.hasShape}
            isSnapping={editor.isSnapping}
            onSnapping={editor.setSnapping}
            onUndo={editor.undo}
            onRedo={editor.redo}
          />
          <p id={editor.hintId} aria-live="polite" className={editor.refusal ? "text-danger text-small" : "text-ink-muted text-small"}>
            {editor.refusal ? t(`refusals.${editor.refusal}`) : (editor.note ?? t(`hints.${editor.hint}`))}
            {byKeys && <span className="pointer-coarse:hidden"> {t(`hintKeys.${byKeys}`)}</span>}
          </p>
          {tool === drawToolOf(layer.geometry) && editor.lastDrawn && (
            <Checkbox
              className="text-small"
              label={t("form.startFromLast", { label: editor.labelOf(editor.lastDrawn) })}
              checked={editor.startsFromLast}
              onChange={(event) => editor.setStartsFromLast(event.target.checked)}
            />
          )}
          {editor.faults > 0 && (
            <Alert tone="warning" isLive title={t("fault.title", { count: editor.faults })} repair={t("fault.repair")} />
          )}
          <PresenceBar company={editor.company} />
          <DraftNews elsewhere={draft.elsewhere} />
          <Asked editor={editor} />
          {(view === "review" || !active) && (
            <div className={clsx("grid", isDrawing && "max-lg:hidden")}>
              <ImportEdits layer={layer} right={right} locale={props.locale} draft={draft} onTaken={editor.showAnew} />
            </div>
          )}
          {view === "object" && editor.failure !== null && <FailureAlert error={editor.failure} />}
          {view === "review" ? (
            <DraftReview
              changes={editor.listed}
              company={editor.company}
              labelOf={editor.labelOf}
              unfitOf={editor.unfitOf}
              isCrossing={editor.isCrossing}
              fieldsOf={editor.fieldsOf}
              message={editor.message}
              onMessage={editor.setMessage}
              onShow={editor.show}
              onDrop={editor.drop}
              onSend={editor.send}
              isSending={editor.isSending}
              hindrance={editor.hindrance}
              failure={editor.failure === null ? null : <FailureAlert error={editor.failure} />}
            />
          ) : tool === "merge" ? (
            <MergePanel
              merging={editor.merging}
              labelOf={editor.labelOf}
              onMerge={editor.merge}
              onCancel={() => editor.setTool("select")}
            />
          ) : tool === "copy" ? (
            <CopyPanel copying={editor.copying} labelOf={editor.labelOf} onCopy={editor.copy} onCancel={() => editor.setTool("select")} />
          ) : active?.operation === "delete" ? (
            <Alert
              tone="warning"
              title={t("delete.done", { reason: active.reason })}
              action={<Button onClick={() => editor.drop(active.key)}>{t("delete.keep")}</Button>}
            />
          ) : (
            active && (
              <>
                {active.fid !== null && (
                  <Rivals
                    communityId={right.communityId}
                    layerId={active.layerId}
                    fid={active.fid}
                    contributionId={draft.contribution?.id}
                  />
                )}
                <div className="-mb-1 flex flex-wrap items-center justify-between gap-2">
                  <h3 className="font-medium">{t("form.title")}</h3>
                  <Button tone="quiet" className="-mr-2 px-2! text-small!" onClick={() => editor.setTool("copy")}>
                    <ClipboardPaste aria-hidden className="size-4" />
                    {t("form.copy")}
                  </Button>
                </div>
                <AttributeForm
                  key={active.key}
                  change={active}
                  fields={editor.fieldsOf(active.layerId)}
                  lockedColumns={right.lockedColumns}
                  onValue={editor.setValue}
                  onWrong={editor.setWrong}
                />
                <div>
                  <DeleteForm key={active.key} change={active} onDelete={editor.remove} />
                </div>
              </>
            )
          )}
          <Foot editor={editor} />
        </>
      )}
    </section>
  );
}

type Editor = ReturnType<typeof useEditor>;

/** What moderators asked for, when the contribution came back. */
function Asked({ editor }: { readonly editor: Editor }) {
  const t = useTranslations("edit.asked");
  const { contribution } = editor.draft;
  const last =
    contribution?.status === "changes-requested" ? contribution.reviews.findLast((one) => one.verdict === "request-changes") : undefined;
  if (!last) return null;
  return (
    <Alert tone="info" title={last.reviewerName ? t("title", { name: last.reviewerName }) : t("nobody")}>
      {last.comment}
    </Alert>
  );
}

/** Always in sight: whether the draft is safe, and the way on. */
function Foot({ editor }: { readonly editor: Editor }) {
  const t = useTranslations("edit");
  const { saving, flush } = editor.draft;
  return (
    <div
      className={clsx(
        "sticky -bottom-4 -mx-4 -mb-4 grid gap-2 border-line border-t bg-surface px-4 py-3",
        editor.tool !== "select" && "max-lg:hidden",
      )}
    >
      {saving.is === "failed" && (
        <Alert tone="danger" isLive title={t("state.failed")} action={<Retry onClick={() => flush().catch(() => undefined)} />}>
          <FailureAlert error={saving.error} />
        </Alert>
      )}
      <div className="grid gap-2">
        <p aria-live="polite" className="text-ink-muted text-small">
          {saving.is !== "failed" && t(`state.${saving.is}`)}
          {editor.changes.length > 0 && ` · ${t("review.count", { count: editor.changes.length })}`}
        </p>
        <Button
          tone={editor.view === "review" ? "secondary" : "primary"}
          // It turns into the other one: halfway, its words could not be read.
          className="transition-none!"
          onClick={() => editor.setView(editor.view === "review" ? "object" : "review")}
        >
          {t(editor.view === "review" ? "review.back" : "review.open")}
        </Button>
      </div>
    </div>
  );
}

function Retry({ onClick }: { readonly onClick: () => void }) {
  const t = useTranslations("common.actions");
  return <Button onClick={onClick}>{t("retry")}</Button>;
}
