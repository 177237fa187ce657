"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { useQueryClient } from "@tanstack/react-query";
import { UploadCloud } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { useApi } from "../../api/api.ts";
import { hasRole } from "../../kit/has-role.ts";
import { type Transfer, Transfers } from "./transfers.ts";
import { type DropClaim, TransfersContext } from "./transfers-context.ts";
import { TransfersPanel } from "./transfers-panel.tsx";

const NONE: readonly Transfer[] = [];

/** Files can be dropped anywhere on a community's pages; transfers continue from page to page. */
export function TransfersProvider({ community, children }: { readonly community: MyCommunity | null; readonly children: ReactNode }) {
  const t = useTranslations("admin.uploads");
  const [store] = useState(() => new Transfers());
  const transfers = useSyncExternalStore(store.subscribe, store.all, () => NONE);
  const queryClient = useQueryClient();
  const api = useApi();
  const sendFiles = (files: Iterable<File>) => {
    if (!community) return;
    for (const file of files) {
      void store.send(file, community.id, () => queryClient.invalidateQueries(api.uploads.pathFilter()));
    }
  };
  const [claim, claimDrops] = useState<DropClaim | null>(null);
  const isSending = transfers.some(({ status }) => status === "sending");
  useEffect(() => {
    if (!isSending) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isSending]);
  const canUpload = community !== null && hasRole(community, "contributor");
  return (
    <TransfersContext value={{ transfers, sendFiles, store, claimDrops }}>
      {children}
      {canUpload && (
        <DropAnywhere into={claim?.into ?? t("dropInto", { community: community.name })} onFiles={claim?.onFiles ?? sendFiles} />
      )}
      <TransfersPanel community={community} />
    </TransfersContext>
  );
}

function DropAnywhere({ into, onFiles }: { readonly into: string; readonly onFiles: (files: FileList) => void }) {
  const t = useTranslations("admin.uploads");
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const over = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      if (event.dataTransfer) onFiles(event.dataTransfer.files);
    };
    const listeners = { dragenter: enter, dragleave: leave, dragover: over, drop } as const;
    for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name as "drop", listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) window.removeEventListener(name as "drop", listener);
    };
  }, [onFiles]);
  if (!isOver) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-50 flex items-center justify-center bg-[rgb(0_0_0/0.45)] p-6">
      <div className="flex flex-col items-center gap-3 rounded-card border-2 border-accent border-dashed bg-surface px-12 py-10 text-center">
        <UploadCloud aria-hidden className="size-10 text-accent-ink" />
        <p className="font-title text-title">{t("dropHere")}</p>
        <p className="text-ink-muted">{into}</p>
      </div>
    </div>
  );
}
