"use client";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { Menu } from "@archipel/ui/menu.tsx";
import { Ellipsis, Eye } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useCommunity } from "../../../kit/current-community.tsx";
import { links } from "../../../links.ts";
import { PageSketch } from "./page-sketch.tsx";
import { TemplatePreview } from "./template-preview.tsx";
import type { Beginning } from "./templates.ts";

interface TemplateCardProps {
  /** In the address of the form. */
  readonly start: string;
  readonly name: string;
  readonly description: string;
  readonly look: Beginning;
  readonly badges?: ReactNode;
  readonly acts?: readonly { readonly label: string; readonly isDanger?: boolean; readonly onSelect: () => void }[];
  /** Its dialogs. */
  readonly children?: ReactNode;
}

/** A beginning for a portal: its home in small, to look at closely and to choose. */
export function TemplateCard({ start, name, description, look, badges, acts = [], children }: TemplateCardProps) {
  const t = useTranslations("admin.portals.templates");
  const community = useCommunity();
  const [isShown, setShown] = useState(false);
  return (
    <li className="flex flex-col overflow-hidden rounded-card border border-line bg-surface">
      <div className="relative aspect-[16/10] overflow-hidden border-line border-b">
        <PageSketch name={name} baseTheme={look.baseTheme} theme={look.theme} blocks={look.home} />
      </div>
      <div className="flex flex-1 flex-col gap-2 px-5 py-4">
        <div className="flex items-start gap-2">
          <h3 className="min-w-0 flex-1 break-words text-large">{name}</h3>
          {acts.length > 0 && (
            <div className="-mt-1.5 -mr-2.5">
              <Menu
                trigger={
                  <Button tone="quiet" isSquare aria-label={t("more", { name })}>
                    <Ellipsis aria-hidden className="size-4" />
                  </Button>
                }
                entries={acts.map((act) => ({ kind: "action", ...act }))}
              />
            </div>
          )}
        </div>
        {description && <p className="break-words text-ink-muted text-small">{description}</p>}
        {badges && <div className="flex flex-wrap gap-2">{badges}</div>}
        <div className="mt-auto flex flex-wrap items-center gap-2 pt-2">
          <Link href={links.newPortal(community.slug, { start })} className={buttonClass({ tone: "primary" })}>
            {t("begin")}
            <span className="sr-only"> {t("with", { name })}</span>
          </Link>
          <Button tone="quiet" onClick={() => setShown(true)}>
            <Eye aria-hidden className="size-4" />
            {t("look")}
            <span className="sr-only"> {name}</span>
          </Button>
        </div>
      </div>
      {isShown && <TemplatePreview start={start} name={name} look={look} onClose={() => setShown(false)} />}
      {children}
    </li>
  );
}
