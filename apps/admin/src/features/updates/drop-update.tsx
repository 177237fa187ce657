"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { layerFileEndings } from "@archipel/contracts/uploads.ts";
import { Button } from "@archipel/ui/button.tsx";
import { hearEarlyIn } from "@archipel/ui/hear-early.ts";
import { useQueryClient } from "@tanstack/react-query";
import { UploadCloud } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";
import { useTransfers } from "../transfers/transfers-context.ts";

/** Uploads a file for one layer: chosen, or dropped anywhere on the page while this is shown. Then its page opens. */
export function DropUpdate({ layer, isShown }: { readonly layer: LayerSummary; readonly isShown: boolean }) {
  const t = useTranslations("admin.updates");
  const tu = useTranslations("admin.uploads");
  const api = useApi();
  const queryClient = useQueryClient();
  const community = useCommunity();
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const { transfers, store, claimDrops } = useTransfers();
  const [key, setKey] = useState<string | null>(null);
  const reason = useRoleReason()("manager");
  const transfer = transfers.find((one) => one.key === key);
  const send = useEffectEvent((files: FileList) => {
    const [file] = files;
    if (file) void store.send(file, community.id, () => queryClient.invalidateQueries(api.uploads.pathFilter())).then(setKey);
  });
  const into = t("dropTitle");
  const mayDrop = isShown && reason === undefined;
  useEffect(() => {
    if (!mayDrop) return;
    claimDrops({ into, onFiles: (files) => send(files) });
    return () => claimDrops(null);
  }, [mayDrop, into, claimDrops]);
  const arrived = transfer?.status === "sent" ? transfer.uploadId : null;
  const open = useEffectEvent((uploadId: string) => {
    if (key) store.forget(key);
    router.push(links.uploadForUpdate(community.slug, uploadId, layer.id));
  });
  useEffect(() => {
    if (arrived) open(arrived);
  }, [arrived]);
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-3 rounded-card border border-line-strong border-dashed bg-surface px-6 py-5">
      <UploadCloud aria-hidden className="size-8 shrink-0 text-accent-ink" />
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">{into}</p>
        <p className="text-ink-muted text-small">{t("dropText")}</p>
        <p className="text-ink-muted text-small">{tu("formats")}</p>
      </div>
      <Button
        tone="primary"
        disabled={transfer?.status === "sending"}
        onClick={() => input.current?.click()}
        {...(reason && { disabledReason: reason })}
      >
        {transfer?.status === "sending" ? t("sending") : t("choose")}
      </Button>
      <input
        ref={hearEarlyIn(input)}
        type="file"
        hidden
        aria-label={t("choose")}
        accept={layerFileEndings.join(",")}
        onChange={(event) => {
          if (event.target.files) send(event.target.files);
          event.target.value = "";
        }}
      />
    </div>
  );
}
