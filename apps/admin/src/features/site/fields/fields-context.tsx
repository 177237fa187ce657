"use client";
import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import type { SitePicture } from "@archipel/contracts/site-pages.ts";
import { createContext, use } from "react";
import type { SiteThings } from "../things/use-site-things.ts";

/** What the fields of a form of the site share: its languages, what links can lead to, and what is wrong. */
export interface Fields {
  readonly communityId: string;
  readonly portalId: string;
  /** The language that is edited. */
  readonly language: ContentLanguage;
  /** The first one is what readers of other languages get. */
  readonly languages: readonly ContentLanguage[];
  readonly things: SiteThings;
  readonly pictures: ReadonlyMap<string, SitePicture>;
  readonly onPicture: (picture: SitePicture) => void;
  /** What is wrong or doubtful at a place of the form. */
  readonly problemAt: (where: string) => FieldProblem | undefined;
}

export interface FieldProblem {
  readonly text: string;
  readonly isError: boolean;
}

const FieldsContext = createContext<Fields | null>(null);
export const FieldsProvider = FieldsContext;

export function useFields(): Fields {
  const fields = use(FieldsContext);
  if (!fields) throw new Error("useFields outside a form of the site");
  return fields;
}

/** What each field gets. */
export interface FieldProps<Value> {
  readonly label: string;
  /** Its place in the form, by which problems and jumps find it. */
  readonly where: string;
  readonly value: Value;
  /** Changes of the same place, such as typing, are undone together. */
  readonly onChange: (value: Value) => void;
}
