"use client";
import type { LayerRight } from "@archipel/contracts/contributions.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { EditColours } from "@archipel/map/edit/modes.ts";
import type { FeatureRef } from "@archipel/map/model/map-state.ts";
import { PresenceBar } from "@archipel/map/presence/presence-bar.tsx";
import type { MapHandle, Pick } from "@archipel/map/ui/map-handle.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { clsx } from "clsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { FailureAlert } from "../site/failure-alert.tsx";
import { DraftNews } from "./draft-news.tsx";
import { EditFoot, Retry } from "./edit-foot.tsx";
import { EditSent } from "./edit-sent.tsx";
import type { EditTarget } from "./edit-target.ts";
import { EditToolbar } from "./edit-toolbar.tsx";
import { drawToolOf, hintOf, isDrawingTool } from "./editor-state.ts";
import { LimitsNote } from "./granted/limits-note.tsx";
import { ImportEdits } from "./import/import-edits.tsx";
import { RequestedChanges } from "./requested-changes.tsx";
import { shapeState } from "./shape-state.ts";
import { SubjectPanel } from "./subject-panel.tsx";
import { TableButton, type TableTray } from "./table/table-button.tsx";
import { type Editor, useEditor } from "./use-editor.ts";

/** What the editor takes from the map page. */
export interface EditPage {
  readonly rights: readonly LayerRight[];
  readonly layers: readonly PortalLayer[];
  readonly locale: Locale;
  readonly handle: MapHandle;
  readonly colours: EditColours;
  /** The element for the table over the map, and the share of the page that the table covers (0 while it is closed). */
  readonly tray: TableTray;
}

export interface EditModeProps {
  readonly target: EditTarget;
  readonly page: EditPage;
  /** Set to the editor's handler of clicks on the map. */
  readonly pick: RefObject<((pick: Pick) => void) | null>;
  /** Features that the editor draws: their tiles leave them out. */
  readonly onHidden: (features: readonly FeatureRef[]) => void;
  /** Shows the place of a feature that the editor does not draw; null: none. */
  readonly onChosen: (feature: FeatureRef | null) => void;
  /** On a narrow screen the map needs the panel's space while the person draws. */
  readonly onDrawing: (isDrawing: boolean) => void;
  readonly onClose: () => void;
}

/** The editor's panel: tools, the fields of the object, the review of the draft. Loaded when someone first edits. */
export default function EditMode(props: EditModeProps) {
  const t = useTranslations("contributions");
  const editor = useEditor(props);
  const { draft, subject } = editor;
  const isDrawing = isDrawingTool(editor.state.tool);
  const { status } = draft.contribution ?? {};
  if (status === "submitted" || status === "merged" || status === "conflicting") {
    const { communityName } = subject.right;
    return (
      <EditSent
        company={editor.company}
        outcome={status}
        communityName={communityName}
        locale={props.page.locale}
        onClose={props.onClose}
      />
    );
  }
  return (
    <section aria-label={t("label")} aria-busy={draft.loading === "waiting"} className={clsx("grid gap-3", isDrawing && "max-lg:gap-1.5")}>
      {/* On a phone the map needs the space while the person draws: only the tools and their hint stay. */}
      <div className={clsx(isDrawing && "max-lg:hidden")}>
        <EditHeader editor={editor} {...props} />
      </div>
      {draft.loading === "failed" && <Alert tone="danger" isLive title={t("failed")} action={<Retry onClick={draft.retry} />} />}
      {draft.loading === "waiting" && (
        <div className="grid gap-3">
          <p className="sr-only">{t("loading")}</p>
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-10 w-full" />
        </div>
      )}
      {draft.loading === "here" && <EditBody editor={editor} locale={props.page.locale} />}
    </section>
  );
}

function EditHeader({ editor, page, onChosen, onClose }: EditModeProps & { readonly editor: Editor }) {
  const t = useTranslations("contributions");
  const { draft, subject } = editor;
  const { active, layer } = subject;
  // Saves before the editor closes. When the save fails, the editor stays open and shows why.
  const close = () => draft.flush().then(onClose, () => undefined);
  return (
    <>
      <div className="-mr-2 flex items-center gap-1 lg:-mt-2">
        <p className="min-w-0 flex-1 text-ink-muted text-small leading-snug">{layer.title}</p>
        {draft.loading === "here" && (
          <TableButton
            page={page}
            draft={draft}
            subject={subject}
            onShow={(key) => editor.dispatch({ type: "activated", key })}
            onTake={editor.take}
            onChosen={onChosen}
          />
        )}
        <Button tone="quiet" isSquare className="text-ink-muted!" aria-label={t("close")} onClick={close}>
          <X aria-hidden className="size-5" />
        </Button>
      </div>
      <h2 ref={editor.heading} tabIndex={-1} className="break-words text-title outline-none">
        {active ? editor.sending.labelOf(active) : t("label")}
      </h2>
    </>
  );
}

function EditBody({ editor, locale }: { readonly editor: Editor; readonly locale: Locale }) {
  const t = useTranslations("contributions");
  const { state, dispatch, draft, subject, sending, tools, history, limits } = editor;
  const { active, layer, right, lastDrawn } = subject;
  const isDrawing = isDrawingTool(state.tool);
  return (
    <>
      <EditToolbar
        kind={layer.geometry}
        tool={state.tool}
        onTool={tools.choose}
        closed={{ drawing: limits.noDrawing, reshaping: limits.noReshaping }}
        hasShape={subject.hasShape}
        snapping={{ isOn: state.isSnapping, onChange: (isOn) => dispatch({ type: "snapping", isOn }) }}
        history={history}
      />
      <Hint editor={editor} />
      <LimitsNote layer={layer} right={right} fields={subject.fields} limits={limits} />
      {state.tool === drawToolOf(layer.geometry) && lastDrawn && (
        <Checkbox
          className="text-small"
          label={t("form.startFromLast", { label: sending.labelOf(lastDrawn) })}
          checked={state.startsFromLast}
          onChange={(event) => dispatch({ type: "start-from-last", isOn: event.target.checked })}
        />
      )}
      {state.faults > 0 && <Alert tone="warning" isLive title={t("fault.title", { count: state.faults })} repair={t("fault.repair")} />}
      {active && shapeState(active) === "known" && <Alert tone="info" title={t("fault.before")} repair={t("fault.beforeRepair")} />}
      <PresenceBar company={editor.company} />
      <DraftNews elsewhere={draft.elsewhere} />
      <RequestedChanges contribution={draft.contribution} />
      {(state.view === "review" || !active) && !limits.granted && (
        <div className={clsx("grid", isDrawing && "max-lg:hidden")}>
          <ImportEdits layer={layer} right={right} locale={locale} draft={draft} onTaken={editor.reload} />
        </div>
      )}
      {state.view === "object" && state.failure !== null && <FailureAlert error={state.failure} />}
      <SubjectPanel editor={editor} />
      <EditFoot
        draft={draft}
        count={sending.changes.length}
        isToolInUse={state.tool !== "select"}
        isReview={state.view === "review"}
        onReview={(isOpen) => dispatch({ type: "viewed", view: isOpen ? "review" : "object" })}
      />
    </>
  );
}

/** Hints that also say what the keyboard does. Left out on touch screens: the text would cover the map. */
const BY_KEYS = ["select", "selectPoint", "point", "linestring", "polygon", "merge", "copy"] as const;

/** What to do with the tool, or why the last attempt was refused. */
function Hint({ editor: { state, subject, tools, limits } }: { readonly editor: Editor }) {
  const t = useTranslations("contributions");
  const { refusal, note } = state;
  const hint = hintOf(state.tool, subject.active !== undefined, subject.layer.geometry);
  // The hint does not explain how to move a shape to a person who may not.
  const closed = (hint === "select" || hint === "selectPoint") && limits.noReshaping !== undefined ? t("granted.fieldsOnly") : undefined;
  const byKeys = refusal || note || closed ? undefined : BY_KEYS.find((one) => one === hint);
  return (
    <p id={tools.hintId} aria-live="polite" className={refusal ? "text-danger text-small" : "text-ink-muted text-small"}>
      {refusal ? t(`refusals.${refusal}`) : (note ?? closed ?? t(`hints.${hint}`))}
      {byKeys && <span className="pointer-coarse:hidden"> {t(`hintKeys.${byKeys}`)}</span>}
    </p>
  );
}
