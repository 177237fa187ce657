"use client";
import type { HelpTopic } from "@archipel/i18n/help.ts";
import { createContext, type ReactNode, useContext } from "react";

const Topics = createContext<readonly HelpTopic[]>([]);

/** The help topics in the page's language, for the palette. */
export function HelpTopicsProvider({ topics, children }: { readonly topics: readonly HelpTopic[]; readonly children: ReactNode }) {
  return <Topics value={topics}>{children}</Topics>;
}

export const useHelpTopics = (): readonly HelpTopic[] => useContext(Topics);
