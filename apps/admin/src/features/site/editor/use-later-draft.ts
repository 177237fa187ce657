"use client";
import type { EditedPage } from "@archipel/contracts/site-pages.ts";
import { useEffect } from "react";
import { draftOf } from "../draft/draft-of.ts";
import type { PageDraft } from "../draft/page-draft.ts";
import type { useDraftSaver } from "./use-draft-saver.ts";

/** After the page was read again: a publication raised its revision, or somebody else changed the draft. */
export function useLaterDraft(
  page: EditedPage,
  draft: PageDraft,
  { saver, state }: Pick<ReturnType<typeof useDraftSaver>, "saver" | "state">,
): void {
  useEffect(() => {
    if (page.revision <= saver.revision || state.kind !== "saved") return;
    if (JSON.stringify(draftOf(page.draft)) === JSON.stringify(draft)) saver.rebase(page.revision);
    else saver.refuse();
  }, [page, draft, saver, state]);
}
