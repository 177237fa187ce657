"use client";
import { apiError } from "@archipel/api-client/errors.ts";
import { useToasts } from "@archipel/ui/toast.tsx";
import type { ModelReason } from "@archipel/validation/model/model-error.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { links } from "../../../links.ts";
import { modelIn } from "../model-in.ts";
import { definitionOf } from "./draft.ts";
import { exactPlace, type Fault, faultsOf } from "./faults.ts";
import type { useEditorState } from "./use-editor-state.ts";

type State = ReturnType<typeof useEditorState>;
export type Save = ReturnType<typeof useSave>;

/** Saves the draft. Errors, found here or by core-api, are shown at their field. No input is lost. */
export function useSave(state: State, { onTry }: { readonly onTry: (key: string) => void }) {
  const t = useTranslations("models.list");
  const locale = useLocale();
  const api = useApi();
  const router = useRouter();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const community = useCommunity();
  const { editor, baseVersion } = state;
  const [isRefused, setRefused] = useState(false);
  const mutation = useMutation(api.models.save.mutationOptions());
  const save = (isToTry: boolean) => {
    state.setTried(true);
    const { draft } = editor;
    const [first] = faultsOf(draft);
    setRefused(first !== undefined);
    if (first) return editor.jump(first.where);
    const definition = definitionOf(draft);
    mutation.mutate(
      { communityId: community.id, definition, baseVersion },
      {
        onSuccess: async ({ key, version }) => {
          state.markSaved(JSON.stringify(definition));
          state.setBaseVersion(version);
          toasts.add({ title: t("saved", { title: modelIn(definition).title[locale] }) });
          await queryClient.invalidateQueries(api.models.pathFilter());
          if (isToTry) onTry(key);
          else router.push(links.model(community.slug, key));
        },
        onError: (error) => {
          const fault = faultIn(error);
          if (!fault) return;
          const placed = { ...fault, where: exactPlace(fault.where, draft) };
          state.setRefused({ draft, fault: placed });
          setRefused(true);
          editor.jump(placed.where);
        },
      },
    );
  };
  const failure = mutation.error && apiError(mutation.error);
  return {
    save,
    isRefused,
    isPending: mutation.isPending,
    /** The error that concerns no place of the form; else null. */
    error: mutation.error && !faultIn(mutation.error) ? mutation.error : null,
    /** The version that somebody else saved meanwhile; null when nobody did. */
    newer: failure?.code === "model-changed" ? Number(failure.params.version) : null,
    dismiss: mutation.reset,
  };
}

/** The refusal of core-api as a fault, when it names a place of the model. */
function faultIn(error: unknown): Fault | null {
  const { code, params } = apiError(error);
  if (code === "model-key-taken") return { where: "id", reason: "taken", name: String(params.key) };
  if (typeof params.where !== "string" || !code.startsWith("model-")) return null;
  return { where: params.where, reason: code.slice("model-".length) as ModelReason, name: String(params.name ?? "") };
}
