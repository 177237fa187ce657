"use client";
import { readText } from "@archipel/blocks/texts.ts";
import type { OpenedTemplate } from "@archipel/contracts/portals.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { useColourMode } from "../../../kit/maps/use-colour-mode.ts";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { PageSketch } from "./page-sketch.tsx";
import { type Beginning, startOf } from "./templates.ts";

interface TemplatePreviewProps {
  readonly start: string;
  readonly name: string;
  readonly look: Beginning;
  readonly onClose: () => void;
}

/** A template at a larger size, page by page, in light and dark, before it is chosen. */
export function TemplatePreview({ start, name, look, onClose }: TemplatePreviewProps) {
  const t = useTranslations("admin.portals.templates");
  const tc = useTranslations("common.actions");
  const tm = useTranslations("admin.portals.modes");
  const tp = useTranslations("admin.portals");
  const api = useApi();
  const community = useCommunity();
  const readers = useColourMode();
  const [mode, setMode] = useState<Mode>(readers);
  const isSaved = startOf(start)?.kind === "template";
  const opened = useQuery(
    api.portals.template.queryOptions({ communityId: community.id, templateId: start }, { enabled: isSaved, staleTime: 60_000 }),
  );
  return (
    <Dialog
      title={name}
      description={t("previewText")}
      closeLabel={tc("close")}
      open
      placement="wide"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{tc("close")}</Button>
          <Link href={links.newPortal(community.slug, { start })} className={buttonClass({ tone: "primary" })}>
            {t("begin")}
          </Link>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <fieldset className="flex items-center gap-2">
          <legend className="sr-only">{tp("modeShown")}</legend>
          {(["light", "dark"] as const).map((value) => (
            <Button
              key={value}
              tone={value === mode ? "primary" : "secondary"}
              aria-pressed={value === mode}
              onClick={() => setMode(value)}
            >
              {tm(value)}
            </Button>
          ))}
        </fieldset>
        {isSaved ? (
          <QueryView query={opened} rows={4}>
            {(template) => <TemplatePages template={template} mode={mode} />}
          </QueryView>
        ) : (
          <div className="mx-auto w-full max-w-4xl overflow-hidden rounded-card border border-line-strong">
            <PageSketch name={name} baseTheme={look.baseTheme} theme={look.theme} blocks={look.home} mode={mode} />
          </div>
        )}
      </div>
    </Dialog>
  );
}

function TemplatePages({ template, mode }: { readonly template: OpenedTemplate; readonly mode: Mode }) {
  const t = useTranslations("admin.portals.templates");
  const locale = useLocale();
  const [shown, setShown] = useState("0");
  const page = template.drawn[Number(shown)];
  const nameOf = ({ slug, title }: OpenedTemplate["drawn"][number]) => readText(title, locale, "fr").text || (slug ?? t("home"));
  return (
    <>
      {template.drawn.length > 1 && (
        <Field label={t("page")} className="max-w-96">
          {(control) => (
            <Select
              {...control}
              value={shown}
              onChange={(event) => setShown(event.target.value)}
              options={template.drawn.map((one, index) => ({ value: String(index), label: nameOf(one) }))}
            />
          )}
        </Field>
      )}
      <div className="mx-auto w-full max-w-4xl overflow-hidden rounded-card border border-line-strong">
        <PageSketch
          name={template.name}
          baseTheme={template.baseTheme}
          theme={template.theme}
          blocks={page?.blocks ?? []}
          title={page?.title ?? {}}
          mode={mode}
        />
      </div>
    </>
  );
}
