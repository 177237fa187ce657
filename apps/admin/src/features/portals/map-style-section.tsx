"use client";
import type { Portal } from "@archipel/contracts/portals.ts";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { links } from "../../links.ts";

/** The address of the portal's whole map as a MapLibre style, for other programs. */
export function MapStyleSection({ portal }: { readonly portal: Portal }) {
  const t = useTranslations("styles.map");
  const tc = useTranslations("common.actions");
  if (portal.status !== "live") return null;
  const address = links.portalMapStyle(portal.address);
  return (
    <section id="map-style" className="mt-8 scroll-mt-4 flex max-w-2xl flex-col gap-3">
      <h2 className="border-line border-b pb-2 text-title">{t("title")}</h2>
      <p className="text-ink-muted">{t("text")}</p>
      <div className="flex flex-wrap items-end gap-2">
        <Field label={t("address")} className="min-w-0 flex-1 basis-64">
          {(control) => <TextInput {...control} readOnly value={address} onFocus={(event) => event.target.select()} />}
        </Field>
        <CopyButton text={address} label={tc("copy")} copiedLabel={tc("copied")} />
      </div>
    </section>
  );
}
