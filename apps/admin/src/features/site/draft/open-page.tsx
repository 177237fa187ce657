"use client";
import type { Portal } from "@archipel/contracts/portals.ts";
import type { EditedPage } from "@archipel/contracts/site-pages.ts";
import { createContext, use } from "react";
import type { DraftSaver } from "./draft-saver.ts";
import type { PageDraft } from "./page-draft.ts";
import type { SaveState } from "./saving.ts";

/** The page that is edited, as core-api has it, and what keeps its draft there. */
interface OpenPage {
  readonly page: EditedPage;
  readonly portal: Portal;
  readonly saver: DraftSaver<PageDraft>;
  readonly state: SaveState;
}

const OpenPageContext = createContext<OpenPage | null>(null);
export const OpenPageProvider = OpenPageContext;

export function useOpenPage(): OpenPage {
  const open = use(OpenPageContext);
  if (!open) throw new Error("useOpenPage outside a page's editor");
  return open;
}
