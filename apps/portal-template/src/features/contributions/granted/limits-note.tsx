import type { LayerRight } from "@archipel/contracts/contributions.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import { KeyRound } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import type { Limits } from "./use-limits.ts";

interface LimitsNoteProps {
  readonly layer: PortalLayer;
  readonly right: LayerRight;
  readonly fields: readonly LayerField[];
  readonly limits: Limits;
}

/** What a person may change by grants, why not more, and where to ask. Renders nothing for those who edit by a role. */
export function LimitsNote({ layer, right, fields, limits }: LimitsNoteProps) {
  const t = useTranslations("contributions.granted");
  const locale = useLocale();
  const { granted, why } = limits;
  if (!granted) return null;
  const list = new Intl.ListFormat(locale);
  const open = fields.filter(({ column, isHidden }) => !isHidden && !granted.closedColumns.includes(column));
  const what = granted.givesShapes ? t("everything") : t("columns", { columns: list.format(open.map(({ label, name }) => label ?? name)) });
  const where = granted.areas.length > 0 ? t("inAreas", { areas: list.format(granted.areas) }) : t("everywhere");
  return (
    <div className="flex items-start gap-2 rounded-card bg-info-soft p-3 text-small">
      <KeyRound aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
      <div className="grid min-w-0 gap-1">
        <p className="break-words">{t("given", { what, where })}</p>
        {why && why !== "columns" && (
          <p role="status" className="break-words font-medium">
            {t(`why.${why}`, { owner: right.communityName })}
          </p>
        )}
        <p className="break-words max-lg:hidden">
          {t.rich("more", {
            owner: right.communityName,
            link: (text) => (
              <a href={links.dataset(locale, layer.datasetSlug)} className="underline underline-offset-2">
                {text}
              </a>
            ),
          })}
        </p>
      </div>
    </div>
  );
}
