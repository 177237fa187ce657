"use client";
import type { LegalMissing, SiteLegal } from "@archipel/contracts/site-legal.ts";
import { createContext, use } from "react";

interface LegalForm {
  readonly legal: SiteLegal;
  /** Writes a property at a path. */
  readonly put: (path: string, value: unknown) => void;
  readonly valueAt: (path: string) => unknown;
  /** What the law asks for at a path, while it is not written. */
  readonly missingAt: (path: string) => LegalMissing["what"] | undefined;
  /** What is wrong at a path, in words. */
  readonly errorAt: (path: string) => string | undefined;
}

const LegalContext = createContext<LegalForm | null>(null);
export const LegalProvider = LegalContext;

export function useLegal(): LegalForm {
  const form = use(LegalContext);
  if (!form) throw new Error("useLegal outside the form of the legal pages");
  return form;
}
