"use client";
import { apiError, isRetryable } from "@archipel/api-client/errors.ts";
import type { Block } from "@archipel/blocks/blocks.ts";
import type { EditedPage } from "@archipel/contracts/site-pages.ts";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useApiClient } from "../../../api/api.ts";
import { DraftSaver } from "../draft/draft-saver.ts";
import { forget, keep } from "../draft/kept-draft.ts";
import type { PageDraft } from "../draft/page-draft.ts";

interface Start {
  readonly page: EditedPage;
  readonly stored: PageDraft;
  /** The revision that the edited draft is based on: of a draft that this browser kept, possibly an older one. */
  readonly basedOn: number;
}

/** Keeps the draft of a page stored on core-api, and in this browser until it is. */
export function useDraftSaver({ page, stored, basedOn }: Start, draft: PageDraft, isWrong: boolean) {
  const client = useApiClient();
  const [saver] = useState(
    () =>
      new DraftSaver<PageDraft>({
        revision: basedOn,
        stored,
        send: ({ title, description, isInSearch, blocks }, revision) =>
          client.sitePages.saveDraft.mutate({
            communityId: page.communityId,
            pageId: page.id,
            basedOn: revision,
            title,
            description,
            isInSearch,
            blocks: blocks as Block[],
          }),
        why: (error) => (apiError(error).code === "page-changed" ? "conflict" : isRetryable(error) ? "offline" : "failed"),
      }),
  );
  const state = useSyncExternalStore(
    saver.subscribe,
    () => saver.state,
    () => saver.state,
  );
  useEffect(() => saver.change(draft, isWrong), [saver, draft, isWrong]);
  useEffect(() => {
    const onOnline = () => void saver.flush();
    window.addEventListener("online", onOnline);
    return () => {
      window.removeEventListener("online", onOnline);
      // What is on its way is sent without the pause.
      void saver.flush();
      saver.stop();
    };
  }, [saver]);
  const isStored = state.kind === "saved";
  const [isKeepable, setKeepable] = useState(true);
  useEffect(() => {
    if (isStored) return forget(page.id);
    const now = () => setKeepable(keep(page.id, draft, saver.revision));
    const soon = setTimeout(now, 300);
    window.addEventListener("pagehide", now);
    return () => {
      clearTimeout(soon);
      window.removeEventListener("pagehide", now);
    };
  }, [isStored, page.id, draft, saver]);
  return { saver, state, isKeepable };
}
