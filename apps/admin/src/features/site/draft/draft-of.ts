import type { PageContent } from "@archipel/contracts/site-pages.ts";
import type { PageDraft } from "./page-draft.ts";

/** The content of a page as the editor changes it. */
export const draftOf = ({ title, description, isInSearch, blocks }: PageContent): PageDraft => ({
  title,
  description,
  isInSearch,
  blocks: blocks as PageDraft["blocks"],
});
