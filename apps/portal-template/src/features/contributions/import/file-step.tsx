"use client";
import { IMPORT_MAX_BYTES } from "@archipel/contracts/imports.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import { layerFileEndings } from "@archipel/contracts/uploads.ts";
import { formatBytes } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { hearEarlyIn } from "@archipel/ui/hear-early.ts";
import { clsx } from "clsx";
import { Download, FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { links } from "../../../links.ts";

interface FileStepProps {
  readonly layer: PortalLayer;
  readonly locale: Locale;
  readonly onFile: (file: File) => void;
}

const FORMATS = [
  { format: "gpkg", name: "GeoPackage" },
  { format: "geojson", name: "GeoJSON" },
  { format: "csv", name: "CSV" },
] as const;

/** Download the layer, and upload the changed file by a button or by dropping it. */
export function FileStep({ layer, locale, onFile }: FileStepProps) {
  const t = useTranslations("contributions.import");
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  return (
    <div className="grid gap-5">
      <section aria-labelledby="import-download" className="grid gap-2">
        <h3 id="import-download" className="font-medium">
          {t("download")}
        </h3>
        <div className="flex flex-wrap gap-2">
          {FORMATS.map(({ format, name }) => (
            <LinkButton key={format} href={links.layerDownload(layer.id, format)} download>
              <Download aria-hidden className="size-4" />
              {name}
            </LinkButton>
          ))}
        </div>
        <p className="text-ink-muted text-small">{t("downloadHint")}</p>
      </section>
      <section aria-labelledby="import-file" className="grid gap-2">
        <h3 id="import-file" className="font-medium">
          {t("file")}
        </h3>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button inside does the same by any means */}
        <div
          className={clsx(
            "grid justify-items-center gap-2 rounded-card border border-dashed px-4 py-6 text-center",
            isOver ? "border-accent bg-accent-soft" : "border-line-strong bg-ground",
          )}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            const [file] = event.dataTransfer.files;
            if (file) onFile(file);
          }}
        >
          <FileUp aria-hidden className="size-6 text-ink-muted" />
          <p className="text-ink-muted max-sm:hidden">{t("drop")}</p>
          <Button tone="primary" aria-describedby="import-formats" onClick={() => input.current?.click()}>
            {t("choose")}
          </Button>
          <input
            ref={hearEarlyIn(input)}
            type="file"
            tabIndex={-1}
            aria-label={t("file")}
            accept={layerFileEndings.join(",")}
            className="sr-only"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file) onFile(file);
              event.target.value = "";
            }}
          />
          <p id="import-formats" className="text-ink-muted text-small">
            {t("formats", { most: formatBytes(locale, IMPORT_MAX_BYTES) })}
          </p>
        </div>
      </section>
    </div>
  );
}
