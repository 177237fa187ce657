"use client";
import type { AnswerLayer, AnswerSettings } from "@archipel/contracts/answers.ts";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useQuery } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { DeclareDialog } from "./declare-dialog.tsx";
import { LayerRow } from "./layer-row.tsx";
import { PackChoice } from "./pack-choice.tsx";
import { Proposals } from "./proposals.tsx";
import { ThemeList } from "./theme-list.tsx";
import { UnreadNotice } from "./unread-notice.tsx";

/** Chooses packs, declares layers, and shows for each theme which layers speak and which are missing. */
export function LayersTab({ portalId }: { readonly portalId: string }) {
  const api = useApi();
  const { id: communityId } = useCommunity();
  const settings = useQuery(api.answers.settings.queryOptions({ communityId, portalId }));
  return (
    <QueryView query={settings} rows={6}>
      {(data) => (
        <div className="flex flex-col gap-10">
          <PackChoice key={data.packs.join()} portalId={portalId} chosen={data.packs} />
          <PortalLayers portalId={portalId} settings={data} />
          {data.packs.length > 0 && <ThemeList settings={data} />}
        </div>
      )}
    </QueryView>
  );
}

function PortalLayers({ portalId, settings: { layers } }: { readonly portalId: string; readonly settings: AnswerSettings }) {
  const t = useTranslations("admin.answers.layers");
  const { slug } = useCommunity();
  const [opened, setOpened] = useState<AnswerLayer | null>(null);
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-title">{t("title")}</h2>
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      <UnreadNotice portalId={portalId} />
      <Proposals portalId={portalId} undeclared={layers.filter(({ declared }) => declared === null)} onOpen={setOpened} />
      {layers.length === 0 ? (
        <EmptyState
          icon={<Layers aria-hidden className="size-8" />}
          title={t("none")}
          action={
            <Link className="underline underline-offset-2" href={links.portal(slug, portalId)}>
              {t("addData")}
            </Link>
          }
        />
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {layers.map((layer) => (
            <LayerRow key={layer.layerId} layer={layer} onOpen={() => setOpened(layer)} />
          ))}
        </ul>
      )}
      {opened && <DeclareDialog layer={opened} onClose={() => setOpened(null)} />}
    </section>
  );
}
