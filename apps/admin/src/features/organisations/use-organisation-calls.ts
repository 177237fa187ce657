"use client";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/api.ts";

/** What managers of an organisation do; its lists are read again. `said`: what is reported then. */
export function useOrganisationCalls(onDone: () => void, said: string | null = null) {
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const done = {
    onSuccess: async () => {
      if (said !== null) toasts.add({ title: said });
      onDone();
      await queryClient.invalidateQueries(api.organisations.pathFilter());
    },
  };
  return {
    change: useMutation(api.organisations.change.mutationOptions(done)),
    revokeInvitation: useMutation(api.organisations.revokeInvitation.mutationOptions(done)),
    setRole: useMutation(api.organisations.setRole.mutationOptions(done)),
    removePerson: useMutation(api.organisations.removePerson.mutationOptions(done)),
    inviteCommunity: useMutation(api.organisations.inviteCommunity.mutationOptions(done)),
    accept: useMutation(api.organisations.acceptCommunity.mutationOptions(done)),
    end: useMutation(api.organisations.endWithCommunity.mutationOptions(done)),
  };
}
