import type { Change } from "@archipel/map/edit/draft.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { ClipboardPaste } from "lucide-react";
import { useTranslations } from "next-intl";
import { FailureAlert } from "../site/failure-alert.tsx";
import { AttributeForm } from "./attribute-form.tsx";
import { CopyPanel } from "./copy/copy-panel.tsx";
import { DeleteForm } from "./delete-form.tsx";
import { DraftReview } from "./draft-review.tsx";
import { MergePanel } from "./merge/merge-panel.tsx";
import { Rivals } from "./rivals.tsx";
import type { Editor } from "./use-editor.ts";

/** The subject of the editor: the whole draft, the features of a merge or a copy, or one feature. */
export function SubjectPanel({ editor }: { readonly editor: Editor }) {
  const t = useTranslations("contributions.delete");
  const { state, dispatch, subject, sending, tools, edits } = editor;
  const { active } = subject;
  if (state.view === "review") {
    return (
      <DraftReview
        sending={sending}
        company={editor.company}
        fieldsOf={editor.fieldsOf}
        onShow={(key) => dispatch({ type: "activated", key })}
        onDrop={edits.drop}
        failure={state.failure === null ? null : <FailureAlert error={state.failure} />}
      />
    );
  }
  const toolOf = { labelOf: sending.labelOf, onCancel: () => tools.set("select") };
  if (state.tool === "merge") return <MergePanel merging={editor.merging} onMerge={tools.merge} {...toolOf} />;
  if (state.tool === "copy") return <CopyPanel copying={editor.copying} onCopy={tools.copy} {...toolOf} />;
  if (!active) return null;
  if (active.operation !== "delete") return <FeatureForm editor={editor} active={active} />;
  return (
    <Alert
      tone="warning"
      title={t("done", { reason: active.reason })}
      action={<Button onClick={() => edits.drop(active.key)}>{t("keep")}</Button>}
    />
  );
}

/** The fields of one feature, and the button to propose its deletion. */
function FeatureForm({ editor, active }: { readonly editor: Editor; readonly active: Change }) {
  const t = useTranslations("contributions.form");
  const { draft, subject, tools, edits, limits } = editor;
  const { right } = subject;
  return (
    <>
      {active.fid !== null && (
        <Rivals communityId={right.communityId} layerId={active.layerId} fid={active.fid} contributionId={draft.contribution?.id} />
      )}
      <div className="-mb-1 flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-medium">{t("title")}</h3>
        <Button tone="quiet" className="-mr-2 px-2! text-small!" onClick={() => tools.set("copy")}>
          <ClipboardPaste aria-hidden className="size-4" />
          {t("copy")}
        </Button>
      </div>
      <AttributeForm
        key={active.key}
        change={active}
        fields={editor.fieldsOf(active.layerId)}
        lockedColumns={[...right.lockedColumns, ...limits.closedColumns]}
        closed={limits.granted && { columns: limits.closedColumns, owner: right.communityName }}
        onValue={edits.setValue}
        onWrong={edits.setWrong}
      />
      {(active.operation === "insert" || limits.noReshaping === undefined) && (
        <div>
          <DeleteForm key={active.key} change={active} onDelete={edits.remove} />
        </div>
      )}
    </>
  );
}
