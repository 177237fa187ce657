"use client";
import type { FeatureRef } from "@archipel/map/model/map-state.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { Table2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { onDemand } from "../../site/on-demand.tsx";
import type { EditPage } from "../edit-mode.tsx";
import type { OpenDraft } from "../use-draft.ts";
import type { Editor } from "../use-editor.ts";
import { START_SHARE } from "./tray-sizer.tsx";

/** The element for the table over the map, and the share of the page that the table covers from below; 0 while it is closed. */
export interface TableTray {
  readonly host: HTMLElement | null;
  readonly share: number;
  readonly onShare: (share: number) => void;
}

const EditTable = onDemand(
  () => import("./edit-table.tsx"),
  <Skeleton className="absolute inset-x-0 bottom-0 z-20 h-[var(--tray)] rounded-none" />,
);

interface TableButtonProps {
  readonly page: EditPage;
  readonly draft: OpenDraft;
  readonly subject: Editor["subject"];
  readonly onShow: (key: string | null) => void;
  readonly onTake: Editor["take"];
  /** Shows the place of a feature that the editor does not draw; null: none. */
  readonly onChosen: (feature: FeatureRef | null) => void;
}

/** Opens the layer's features as a table under the map. */
export function TableButton({ page, draft, subject, onShow, onTake, onChosen }: TableButtonProps) {
  const { rights, layers, locale, handle, tray } = page;
  const t = useTranslations("contributions.table");
  const button = useRef<HTMLButtonElement>(null);
  const { active } = subject;
  const isOpen = tray.share > 0;
  // A dataset may have several layers: the table shows that of the active feature until another one is chosen.
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [chosenFor, setChosenFor] = useState(active?.key);
  if (chosenFor !== active?.key) {
    setChosenFor(active?.key);
    setChosenId(null);
  }
  const choices = layers.filter(({ id }) =>
    rights.some((one) => one.layerId === id && one.datasetId === subject.right.datasetId && one.may === "contribute"),
  );
  const layer = choices.find(({ id }) => id === chosenId) ?? subject.layer;
  const right = rights.find(({ layerId }) => layerId === layer.id) ?? subject.right;
  const { onShare } = tray;
  // When the editor closes, the table closes too, and the map is full size again.
  useEffect(() => () => onShare(0), [onShare]);
  const close = () => {
    tray.onShare(0);
    onChosen(null);
    button.current?.focus();
  };
  return (
    <>
      <Button
        ref={button}
        className="min-h-9! shrink-0 px-3! text-small!"
        aria-expanded={isOpen}
        onClick={() => (isOpen ? close() : tray.onShare(START_SHARE))}
      >
        <Table2 aria-hidden className="size-4" />
        {t("open")}
      </Button>
      {isOpen &&
        tray.host &&
        createPortal(
          <EditTable
            key={layer.id}
            layer={layer}
            choices={choices}
            onLayer={setChosenId}
            right={right}
            locale={locale}
            draft={draft}
            handle={handle}
            share={tray.share}
            onShare={tray.onShare}
            activeKey={active?.key ?? null}
            onShow={onShow}
            onChosen={onChosen}
            onOpen={(feature) => onTake(feature).then(({ bbox }) => bbox && handle.fit(bbox))}
            onClose={close}
          />,
          tray.host,
        )}
    </>
  );
}
