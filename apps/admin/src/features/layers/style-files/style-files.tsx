"use client";
import { readStyle, STYLE_FILE_MAX_BYTES } from "@archipel/contracts/layer-styles.ts";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { hearEarlyIn } from "@archipel/ui/hear-early.ts";
import { Menu } from "@archipel/ui/menu.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation } from "@tanstack/react-query";
import { Download, FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useErrorText, useFailureText } from "../../../api/failure.ts";
import { sendFile } from "../../../api/send-file.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { links } from "../../../links.ts";
import { type Imported, ReadSummary } from "./read-summary.tsx";

interface StyleFilesProps {
  readonly layer: LayerSummary;
  /** The style of the editor, which may not be saved. */
  readonly style: LayerStyle;
  readonly disabledReason?: string | undefined;
  readonly onStyle: (style: LayerStyle) => void;
}

/** Reads a style file of another program into the editor, and saves the stored style as one. */
export function StyleFiles({ layer, style, disabledReason, onStyle }: StyleFilesProps) {
  const t = useTranslations("styles");
  const input = useRef<HTMLInputElement>(null);
  const failureText = useFailureText();
  const errorText = useErrorText();
  const community = useCommunity();
  const toasts = useToasts();
  const [imported, setImported] = useState<Imported | null>(null);
  const read = useMutation({
    mutationFn: async ({ file, fields }: { file: File; fields: Record<string, string> }) => {
      const url = links.styleImport({ community: community.id, layer: layer.id, fields });
      return readStyle.parse(await sendFile(url, file));
    },
    onSuccess: (found, { file, fields }) => {
      // Reading again replaces the first reading: the way back stays the style from before both.
      setImported((before) => ({ file, fields, read: found, before: before?.before ?? style }));
      onStyle(found.style);
    },
  });
  const isTooLarge = (read.variables?.file.size ?? 0) > STYLE_FILE_MAX_BYTES;
  return (
    <section className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <Button
          aria-describedby={`style-import-${layer.id}`}
          aria-busy={read.isPending}
          onClick={() => input.current?.click()}
          reasonAlign="start"
          {...(disabledReason && { disabledReason })}
        >
          <FileUp aria-hidden className="size-4" />
          {t("import")}
        </Button>
        <ExportMenu layer={layer} />
      </div>
      <p id={`style-import-${layer.id}`} className="text-ink-muted text-small">
        {t("importHint")}
      </p>
      <input
        ref={hearEarlyIn(input)}
        type="file"
        accept=".qml,.sld,.xml,.json,application/json,application/xml"
        hidden
        aria-label={t("import")}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = "";
          if (!file) return;
          setImported(null);
          read.mutate({ file, fields: {} });
        }}
      />
      {read.isPending && <p role="status">{t("reading", { name: read.variables.file.name })}</p>}
      {read.error && (
        <Alert
          tone="danger"
          isLive
          title={
            // A proxy may refuse a large file without a sentence.
            isTooLarge
              ? failureText({ code: "style-file-too-large", params: { max: STYLE_FILE_MAX_BYTES / 1024 / 1024 } })
              : errorText(read.error)
          }
          where={read.variables.file.name}
        />
      )}
      {imported && !read.isPending && (
        <ReadSummary
          key={JSON.stringify(imported.fields)}
          imported={imported}
          layer={layer}
          onReadAgain={(fields) => read.mutate({ file: imported.file, fields })}
          onUndo={() => {
            onStyle(imported.before);
            setImported(null);
            toasts.add({ title: t("undone") });
          }}
          onClose={() => setImported(null)}
        />
      )}
    </section>
  );
}

/** The stored style as files for other programs. */
function ExportMenu({ layer }: { readonly layer: LayerSummary }) {
  const t = useTranslations("styles");
  const { kind } = layer.style;
  const entry = (label: string, href: string) => ({ kind: "action" as const, label, onSelect: () => save(href) });
  const loss = kind === "proportional" || kind === "heat" || kind === "clusters" ? t(`exportLosses.${kind}`) : null;
  const hasImages = /"(?:icon|pattern)":/.test(JSON.stringify(layer.style));
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className={buttonClass()}>
          <Download aria-hidden className="size-4" />
          {t("export")}
        </button>
      }
      entries={[
        entry(t("exportAs.sld11"), links.layerStyleFile(layer.id, "sld")),
        entry(t("exportAs.sld10"), `${links.layerStyleFile(layer.id, "sld")}?version=1.0.0`),
        entry(t("exportAs.maplibre"), links.layerStyleFile(layer.id, "style.json")),
      ]}
      note={[t("exportSaved"), loss, hasImages ? t("exportLosses.images") : null].filter(Boolean).join(" ")}
    />
  );
}

/** A click on a link with `download` does not leave the page, where changes may be unsaved. */
function save(href: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = "";
  link.click();
}
