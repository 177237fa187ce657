"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../../api/api.ts";
import { useOpenPage } from "../draft/open-page.tsx";

/** The draft was not stored, so that nothing can be based on it. The editor says why. */
class NotStored extends Error {}

/** An act on the page as it is written now: what is not stored yet is stored first. */
export function usePageAct<Input>(run: (base: { communityId: string; pageId: string; basedOn: number }, input: Input) => Promise<unknown>) {
  const api = useApi();
  const queryClient = useQueryClient();
  const { page, saver } = useOpenPage();
  const mutation = useMutation({
    mutationFn: async (input: Input) => {
      if (!(await saver.flush())) throw new NotStored();
      await run({ communityId: page.communityId, pageId: page.id, basedOn: saver.revision }, input);
      await queryClient.invalidateQueries(api.sitePages.pathFilter());
    },
  });
  return { ...mutation, isNotStored: mutation.error instanceof NotStored };
}
