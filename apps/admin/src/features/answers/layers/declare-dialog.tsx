"use client";
import type { AnswerLayer } from "@archipel/contracts/answers.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { FormFooter } from "../../../kit/forms/form-footer.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { CoverageFields } from "./coverage-fields.tsx";
import { type DeclaredDraft, declaredDraft, declaredOf } from "./declared-draft.ts";
import { DocumentFields } from "./document-fields.tsx";
import { RoleFields } from "./role-fields.tsx";
import { SurveyFields } from "./survey-fields.tsx";

/** Declares what a layer is to answers: its role, where it is complete, how exact it is, and its documents. */
export function DeclareDialog({ layer, onClose }: { readonly layer: AnswerLayer; readonly onClose: () => void }) {
  const t = useTranslations("admin.answers.declare");
  const tf = useTranslations("admin.forms");
  const tc = useTranslations("common.actions");
  const formId = useId();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const choices = useQuery(api.answers.choices.queryOptions({ communityId }));
  const [draft, setDraft] = useState(() => declaredDraft(layer.declared));
  const [isTried, setTried] = useState(false);
  const { declared, faults } = declaredOf(draft);
  const shown = isTried ? faults : [];
  const change = (part: Partial<DeclaredDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation(
    api.answers.declareLayer.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: tf("saved") });
        await queryClient.invalidateQueries(api.answers.pathFilter());
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      placement="wide"
      title={t("title", { title: layer.title })}
      closeLabel={tc("close")}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={<FormFooter form={formId} label={tc("save")} isDisabled={save.isPending} onCancel={onClose} />}
    >
      <form
        method="dialog"
        id={formId}
        noValidate
        className="flex flex-col gap-8"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (declared) save.mutate({ communityId, layerId: layer.layerId, declared });
        }}
      >
        <QueryView query={choices} rows={4}>
          {(data) => (
            <>
              <Part title={t("role")}>
                <RoleFields draft={draft} choices={data} faults={shown} onChange={change} />
              </Part>
              <Part title={t("coverage")}>
                <CoverageFields draft={draft} faults={shown} onChange={change} />
              </Part>
              <Part title={t("survey")}>
                <SurveyFields draft={draft} faults={shown} onChange={change} />
              </Part>
              <Part title={t("documents")}>
                <DocumentFields draft={draft} states={data.states} faults={shown} onChange={change} />
              </Part>
            </>
          )}
        </QueryView>
        {shown.length > 0 && <Alert tone="danger" title={tf("seeFields")} isLive />}
        {save.error && <FailureAlert error={save.error} />}
      </form>
    </Dialog>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4">
      <h3 className="border-line border-b pb-1 font-title text-large">{title}</h3>
      {children}
    </section>
  );
}
