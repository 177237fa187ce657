"use client";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";

interface Done {
  readonly onRemoved?: () => void;
  readonly onEmptied?: () => void;
  readonly onDeleted?: () => void;
}

/** What managers do with a group and its people; the lists are read again. */
export function useGroupCalls({ onRemoved, onEmptied, onDeleted }: Done = {}) {
  const t = useTranslations("groups.acts");
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const after = (work?: () => void) => async () => {
    work?.();
    await queryClient.invalidateQueries(api.groups.pathFilter());
  };
  const saying = (title: string, work?: () => void) =>
    after(() => {
      toasts.add({ title });
      work?.();
    });
  return {
    removePerson: useMutation(api.groups.removePerson.mutationOptions({ onSuccess: after(onRemoved) })),
    revokeInvitation: useMutation(api.groups.revokeInvitation.mutationOptions({ onSuccess: after() })),
    empty: useMutation(api.groups.empty.mutationOptions({ onSuccess: saying(t("emptied"), onEmptied) })),
    remove: useMutation(api.groups.delete.mutationOptions({ onSuccess: saying(t("deleted"), onDeleted) })),
  };
}
