import type { SavedMap } from "@archipel/contracts/maps.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { MapState } from "@archipel/map/model/map-state.ts";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { useApiClient } from "../../api/react.tsx";
import { links } from "../../links.ts";
import { newChapterKey } from "./chapter-key.ts";
import { inLanguage } from "./in-language.ts";
import { savedStateOf } from "./saved-state.ts";

const draftSchema = z.object({
  kind: z.enum(["map", "story", "update"]),
  title: z.string(),
  text: z.string(),
  who: z.enum(["draft", "unlisted", "proposed", "published"]),
});
type Draft = z.infer<typeof draftSchema>;
export type SaveKind = Draft["kind"];
export type SaveWho = Draft["who"];

interface Saving {
  readonly portalId: string;
  readonly communityId: string;
  readonly saved: SavedMap | null;
  readonly locale: Locale;
}

/** What was typed in this tab for this portal and not saved yet. */
const keyOf = (portalId: string) => `archipel-save-map:${portalId}`;

function typedBefore(portalId: string): Draft {
  const empty: Draft = { kind: "map", title: "", text: "", who: "draft" };
  try {
    return draftSchema.safeParse(JSON.parse(sessionStorage.getItem(keyOf(portalId)) ?? "null")).data ?? empty;
  } catch {
    return empty;
  }
}

/** The form of the dialog: what was typed, and its way to core-api. */
export function useSaving({ portalId, communityId, saved, locale }: Saving) {
  const client = useApiClient();
  const [draft, setDraft] = useState<Draft>(() => ({
    ...typedBefore(portalId),
    kind: saved?.may.edit ? "update" : "map",
  }));
  const [done, setDone] = useState<{ title: string; slug: string; isUpdate: boolean } | null>(null);
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    sessionStorage.setItem(keyOf(portalId), JSON.stringify(next));
  };

  const save = useMutation({
    mutationFn: async (map: MapState) => {
      const state = savedStateOf(map);
      const title = { [locale]: draft.title.trim() };
      if (draft.kind === "update" && saved) {
        const { id: mapId, revision: basedOn } = saved;
        return client.maps.update.mutate({ communityId, mapId, basedOn, state });
      }
      if (draft.kind === "story") {
        const first = { key: newChapterKey(), title, text: {}, state };
        return client.maps.create.mutate({ communityId, portalId, kind: "story", title, state, chapters: [first] });
      }
      const { who } = draft;
      const status = who === "draft" ? "draft" : "unlisted";
      const made = await client.maps.create.mutate({
        communityId,
        portalId,
        kind: "map",
        title,
        text: { [locale]: draft.text },
        state,
        status,
      });
      const about = { communityId, mapId: made.id };
      if (who === "proposed") await client.maps.share.mutate({ ...about, status: "unlisted", isProposed: true });
      if (who === "published") await client.maps.publish.mutate({ ...about, isPublished: true });
      return made;
    },
    onSuccess: ({ slug }) => {
      sessionStorage.removeItem(keyOf(portalId));
      if (draft.kind === "story") window.location.assign(links.editMap(locale, slug));
      else {
        const isUpdate = draft.kind === "update" && saved !== null;
        setDone({ title: isUpdate ? inLanguage(saved.title, locale).text : draft.title.trim(), slug, isUpdate });
      }
    },
  });
  return { draft, change, save, done };
}
