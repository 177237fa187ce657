"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { Monitor, RefreshCw, Smartphone, Tablet } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useErrorText } from "../../api/failure.ts";
import { PreviewFrame } from "./preview-frame.tsx";

const WIDTHS = { phone: 360, tablet: 768, desktop: 1280 } as const;
type Width = keyof typeof WIDTHS;
const ICONS = { phone: Smartphone, tablet: Tablet, desktop: Monitor };

interface SizedPreviewProps {
  /** The address of the shown page; undefined while its link is made. Another one replaces the page once it is loaded. */
  readonly src: string | undefined;
  /** The anchor that the page scrolls to. */
  readonly hash?: string;
  /** Why there is no link. */
  readonly error: unknown;
  readonly onRetry: () => void;
  /** What the preview waits for. */
  readonly state?: string;
}

/** A page of a portal as wide as a phone, a tablet or a desktop. */
export function SizedPreview({ src, hash = "", error, onRetry, state = "" }: SizedPreviewProps) {
  const t = useTranslations("site-editor.preview");
  const errorText = useErrorText();
  const [width, setWidth] = useState<Width>("desktop");
  const [forced, setForced] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setRoom({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const scale = Math.min(1, room.width / WIDTHS[width]);
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
        <span className="flex-1 text-right text-ink-muted text-small">{state}</span>
        <Button tone="quiet" isSquare aria-label={t("again")} title={t("again")} onClick={() => setForced(forced + 1)}>
          <RefreshCw aria-hidden className="size-4" />
        </Button>
      </div>
      <div ref={box} className="relative min-h-0 flex-1 overflow-hidden bg-sunken">
        {Boolean(error) && (
          <div className="p-4">
            <Alert tone="danger" title={errorText(error)} action={<Button onClick={onRetry}>{t("again")}</Button>} />
          </div>
        )}
        {!error && src === undefined && <Skeleton className="h-full" />}
        {src !== undefined && room.width > 0 && (
          <PreviewFrame
            title={t("frame")}
            src={`${src}${src.includes("?") ? "&" : "?"}again=${forced}`}
            hash={hash}
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
