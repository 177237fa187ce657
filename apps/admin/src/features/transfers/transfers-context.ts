"use client";
import { createContext, use } from "react";
import type { Transfer, Transfers } from "./transfers.ts";

interface TransfersApi {
  readonly transfers: readonly Transfer[];
  readonly sendFiles: (files: Iterable<File>) => void;
  readonly store: Transfers;
  /** Lets a part of a page take dropped files; `null` gives them back to the community's uploads. */
  readonly claimDrops: (claim: DropClaim | null) => void;
}

export interface DropClaim {
  /** The name of the target, shown during a drop. */
  readonly into: string;
  readonly onFiles: (files: FileList) => void;
}

export const TransfersContext = createContext<TransfersApi | null>(null);

export function useTransfers(): TransfersApi {
  const api = use(TransfersContext);
  if (!api) throw new Error("useTransfers outside the console");
  return api;
}
