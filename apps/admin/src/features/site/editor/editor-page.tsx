"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { draftOf } from "../draft/draft-of.ts";
import { readKept } from "../draft/kept-draft.ts";
import { PageEditor } from "./page-editor.tsx";

/** Edits one page of a portal's site. */
export function EditorPage({ portalId, pageId }: { readonly portalId: string; readonly pageId: string }) {
  const t = useTranslations("site-editor");
  const api = useApi();
  const community = useCommunity();
  const communityId = community.id;
  const portal = useQuery(api.portals.get.queryOptions({ communityId, portalId }));
  // A refetch must not replace the draft during an edit: the save reports when somebody else stored a later one.
  const page = useQuery(api.sitePages.get.queryOptions({ communityId, pageId }, { staleTime: 0, refetchOnWindowFocus: false }));
  const back = { label: t("site.title"), href: links.site(community.slug, portalId) };
  return (
    <QueryView query={portal} rows={8} back={back}>
      {(portalData) => (
        <QueryView query={page} rows={8} back={back}>
          {(data) => <Opened key={data.id} page={data} portal={portalData} />}
        </QueryView>
      )}
    </QueryView>
  );
}

/** The draft that this browser kept is opened again; core-api says whether somebody else stored a later one. */
function Opened({ page, portal }: Pick<Parameters<typeof PageEditor>[0], "page" | "portal">) {
  const [start] = useState(() => {
    const stored = draftOf(page.draft);
    const kept = readKept(page.id);
    return { draft: kept?.draft ?? stored, stored, basedOn: kept?.basedOn ?? page.revision, isKept: kept !== null };
  });
  return <PageEditor page={page} portal={portal} start={start} />;
}
