"use client";
import type { SiteMedia } from "@archipel/contracts/site-media.ts";
import type { SitePicture } from "@archipel/contracts/site-pages.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { hearEarlyIn } from "@archipel/ui/hear-early.ts";
import { PlainImage } from "@archipel/ui/plain-image.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ImageUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, useRef, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { sendFile } from "../../../api/send-file.ts";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { useSettled } from "../../../kit/use-settled.ts";
import { links } from "../../../links.ts";
import { useTitle } from "../things/use-title.ts";
import { useFields } from "./fields-context.tsx";
import { thumbnailOf } from "./thumbnail-of.ts";

const SHOWN = 24;

interface PictureDialogProps {
  readonly onChoose: (picture: SitePicture) => void;
  readonly onClose: () => void;
}

/** The pictures of the portal, and the way to add one from this computer. */
export function PictureDialog({ onChoose, onClose }: PictureDialogProps) {
  const t = useTranslations("site-editor.picture");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const { communityId, portalId } = useFields();
  const [typed, setTyped] = useState("");
  const query = useSettled(typed.trim(), 250);
  const media = useQuery(
    api.siteMedia.list.queryOptions({ communityId, portalId, query, limit: SHOWN }, { placeholderData: keepPreviousData }),
  );
  return (
    <Dialog title={t("title")} closeLabel={tc("close")} open onOpenChange={(isOpen) => !isOpen && onClose()} placement="wide">
      <div className="flex flex-col gap-4">
        <AddPicture onAdded={onChoose} />
        <QueryView query={media} rows={3}>
          {({ items, total }) =>
            total === 0 && query === "" ? (
              <p className="text-ink-muted">{t("none")}</p>
            ) : (
              <>
                <Field label={t("search")}>
                  {(control) => <TextInput {...control} type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />}
                </Field>
                <p aria-live="polite" className="text-ink-muted text-small">
                  {t("count", { count: total, shown: items.length })}
                </p>
                <ul className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-3">
                  {items.map((one) => (
                    <MediaCard key={one.id} media={one} onChoose={onChoose} />
                  ))}
                </ul>
              </>
            )
          }
        </QueryView>
      </div>
    </Dialog>
  );
}

function MediaCard({ media, onChoose }: { readonly media: SiteMedia; readonly onChoose: (picture: SitePicture) => void }) {
  const t = useTranslations("site-editor.picture");
  const titleOf = useTitle();
  return (
    <li>
      <button
        type="button"
        onClick={() => onChoose(media)}
        className="flex h-full w-full flex-col gap-1 rounded-card border border-line bg-surface p-2 text-left hover:bg-sunken"
      >
        <PlainImage src={thumbnailOf(media)} alt="" className="h-24 w-full rounded-control bg-sunken object-contain" />
        <span className="line-clamp-2 break-all text-small">{titleOf(media.alt) || media.name}</span>
        <span className="figures text-ink-muted text-small">{t("size", { width: media.width, height: media.height })}</span>
      </button>
    </li>
  );
}

/** Adds a picture by a button or by dropping a file. */
function AddPicture({ onAdded }: { readonly onAdded: (picture: SitePicture) => void }) {
  const t = useTranslations("site-editor.picture");
  const api = useApi();
  const queryClient = useQueryClient();
  const { portalId } = useFields();
  const input = useRef<HTMLInputElement>(null);
  const send = useMutation({
    mutationFn: (file: File) => sendFile(links.siteMediaUpload(portalId, file.name), file),
    onSuccess: (answer) => {
      onAdded(answer as SiteMedia);
      return queryClient.invalidateQueries(api.siteMedia.pathFilter());
    },
  });
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file) send.mutate(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard
    <div
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
      className="flex flex-col items-start gap-2 rounded-card border-2 border-line border-dashed p-4"
    >
      <Button tone="primary" disabled={send.isPending} onClick={() => input.current?.click()}>
        <ImageUp aria-hidden className="size-4" />
        {t(send.isPending ? "sending" : "add")}
      </Button>
      <p className="text-ink-muted text-small">{t("addHint")}</p>
      <input
        ref={hearEarlyIn(input)}
        type="file"
        hidden
        aria-label={t("add")}
        accept="image/png,image/jpeg,image/webp,image/avif,image/gif,image/svg+xml"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) send.mutate(file);
        }}
      />
      {send.error && <FailureAlert error={send.error} />}
    </div>
  );
}
