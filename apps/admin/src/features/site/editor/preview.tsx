"use client";
import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { Monitor, RefreshCw, Smartphone, Tablet } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useErrorText } from "../../../api/failure.ts";
import { links } from "../../../links.ts";
import { useOpenPage } from "../draft/open-page.tsx";
import { PreviewFrame } from "./preview-frame.tsx";
import { useEditorPreview } from "./use-editor-preview.ts";

const WIDTHS = { phone: 360, tablet: 768, desktop: 1280 } as const;
type Width = keyof typeof WIDTHS;
const ICONS = { phone: Smartphone, tablet: Tablet, desktop: Monitor };

interface PreviewProps {
  readonly language: ContentLanguage;
  /** The chosen block: the preview scrolls to it. */
  readonly block: string | null;
}

/** The portal's own page with the draft, as wide as a phone, a tablet or a desktop. It is drawn again after each save. */
export function Preview({ language, block }: PreviewProps) {
  const t = useTranslations("site-editor.preview");
  const errorText = useErrorText();
  const { portal, saver, state } = useOpenPage();
  const [width, setWidth] = useState<Width>("desktop");
  const [forced, setForced] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  const preview = useEditorPreview();
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setRoom({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const scale = Math.min(1, room.width / WIDTHS[width]);
  const locale = portal.locales.find((one) => one === language) ?? portal.locales[0] ?? "fr";
  return (
    <section aria-label={t("title")} className="flex h-full min-h-0 flex-col">
      <div className="flex flex-wrap items-center gap-1 border-line border-b px-3 py-1.5">
        <fieldset className="flex gap-1">
          <legend className="sr-only">{t("width")}</legend>
          {(Object.keys(WIDTHS) as Width[]).map((one) => {
            const Icon = ICONS[one];
            return (
              <Button
                key={one}
                tone="quiet"
                isSquare
                aria-pressed={one === width}
                aria-label={t(`widths.${one}`)}
                title={t(`widths.${one}`)}
                className={one === width ? "bg-accent-soft" : undefined}
                onClick={() => setWidth(one)}
              >
                <Icon aria-hidden className="size-4" />
              </Button>
            );
          })}
        </fieldset>
        <span className="figures text-ink-muted text-small">{t("pixels", { width: WIDTHS[width] })}</span>
        <span className="flex-1 text-right text-ink-muted text-small">{state.kind === "saved" ? "" : t("waiting")}</span>
        <Button tone="quiet" isSquare aria-label={t("again")} title={t("again")} onClick={() => setForced(forced + 1)}>
          <RefreshCw aria-hidden className="size-4" />
        </Button>
      </div>
      <div ref={box} className="relative min-h-0 flex-1 overflow-hidden bg-sunken">
        {preview.error && (
          <div className="p-4">
            <Alert
              tone="danger"
              title={errorText(preview.error)}
              action={<Button onClick={() => preview.refetch()}>{t("again")}</Button>}
            />
          </div>
        )}
        {!preview.error && !preview.data && <Skeleton className="h-full" />}
        {preview.data && room.width > 0 && (
          <PreviewFrame
            title={t("frame")}
            src={`${links.portalPreview(portal.address, locale, preview.data)}?r=${saver.revision}-${forced}`}
            hash={block === null ? "" : `b-${block}`}
            width={WIDTHS[width]}
            height={room.height / scale}
            scale={scale}
            left={Math.max(0, (room.width - WIDTHS[width] * scale) / 2)}
          />
        )}
      </div>
    </section>
  );
}
