"use client";
import { createContext, use } from "react";
import type { Transfer, Transfers } from "./transfers.ts";

interface TransfersApi {
  readonly transfers: readonly Transfer[];
  readonly sendFiles: (files: Iterable<File>) => void;
  readonly store: Transfers;
}

export const TransfersContext = createContext<TransfersApi | null>(null);

export function useTransfers(): TransfersApi {
  const api = use(TransfersContext);
  if (!api) throw new Error("useTransfers outside the console");
  return api;
}
