"use client";
import type { LayerRight } from "@archipel/contracts/contributions.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { FeatureRef } from "@archipel/map/model/map-state.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Table2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { createPortal } from "react-dom";
import type { useEditor } from "../use-editor.ts";
import { START_SHARE } from "./tray-sizer.tsx";

/** Where the table lies over the map, and how much of it it takes from below; 0 while it is closed. */
export interface TableTray {
  readonly host: HTMLElement | null;
  readonly share: number;
  readonly onShare: (share: number) => void;
}

const EditTable = dynamic(() => import("./edit-table.tsx"), { ssr: false });

interface TableButtonProps {
  readonly editor: ReturnType<typeof useEditor>;
  readonly rights: readonly LayerRight[];
  readonly layers: readonly PortalLayer[];
  readonly locale: Locale;
  readonly handle: MapHandle;
  readonly tray: TableTray;
  readonly onChosen: (feature: FeatureRef | null) => void;
}

/** Opens the layer's features as a table under the map. */
export function TableButton({ editor, locale, handle, tray, onChosen }: TableButtonProps) {
  const t = useTranslations("edit.table");
  const button = useRef<HTMLButtonElement>(null);
  const { draft, active, layer, right } = editor;
  const isOpen = tray.share > 0;
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
            right={right}
            locale={locale}
            draft={draft}
            handle={handle}
            share={tray.share}
            onShare={tray.onShare}
            activeKey={active?.key ?? null}
            onShow={editor.show}
            onChosen={onChosen}
            onOpen={(feature) => editor.take(feature).then(({ bbox }) => bbox && handle.fit(bbox))}
            onClose={close}
          />,
          tray.host,
        )}
    </>
  );
}
