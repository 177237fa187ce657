"use client";
import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import type { Portal } from "@archipel/contracts/portals.ts";
import type { EditedPage, SitePicture } from "@archipel/contracts/site-pages.ts";
import { useTranslations } from "next-intl";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { Editor } from "../draft/editor-context.tsx";
import { focusPlace } from "../draft/focus-place.ts";
import { nextMissing, type Place } from "../draft/missing-texts.ts";
import type { PageDraft } from "../draft/page-draft.ts";
import { problemsOf } from "../draft/problems.ts";
import type { Fields } from "../fields/fields-context.tsx";
import { knownOf, useSiteThings } from "../things/use-site-things.ts";
import { useBlockWords } from "../words.ts";
import { useAnnouncer } from "./announcer.tsx";
import type { EditorStart } from "./page-editor.tsx";
import { useProblemWords, whereOf } from "./problem-words.ts";
import { useDraftSaver } from "./use-draft-saver.ts";
import { useLaterDraft } from "./use-later-draft.ts";
import { usePageHistory } from "./use-page-history.ts";

interface Opened {
  readonly page: EditedPage;
  readonly portal: Portal;
  readonly start: EditorStart;
  readonly language: ContentLanguage;
  /** A place was jumped to: a narrow screen opens the form. */
  readonly onOpenForm: () => void;
}

/** The state of the editor: the draft with its history, what is chosen, what is wrong, and its saving. */
export function usePageEditor({ page, portal, start, language, onOpenForm }: Opened) {
  const t = useTranslations("site-editor");
  const words = useBlockWords();
  const history = usePageHistory(start.draft);
  const { draft } = history;
  const things = useSiteThings(portal.id);
  const known = useMemo(() => knownOf(things), [things]);
  const looked = useDeferredValue(draft);
  const problems = useMemo(() => problemsOf(looked, known), [looked, known]);
  const isWrong = useMemo(() => problemsOf(draft, NOTHING_KNOWN).some(({ isError }) => isError), [draft]);
  const { saver, state, isKeepable } = useDraftSaver({ page, stored: start.stored, basedOn: start.basedOn }, draft, isWrong);
  useLaterDraft(page, draft, { saver, state });
  const [pictures, setPictures] = useState<ReadonlyMap<string, SitePicture>>(() => new Map(page.pictures.map((one) => [one.id, one])));
  const [chosenId, choose] = useState<string | null>(start.draft.blocks[0]?.id ?? null);
  const chosen = draft.blocks.find(({ id }) => id === chosenId) ?? null;
  const { announce, region } = useAnnouncer();
  const [removed, setRemoved] = useState<{ readonly name: string; readonly after: PageDraft } | null>(null);

  /** A new object for each jump, so that a second jump to the same place runs too. */
  const [target, setTarget] = useState<{ readonly place: Place } | null>(null);
  // Runs as soon as the place is rendered. A delay would take the focus from a field that the person uses by then.
  useEffect(() => {
    if (target) focusPlace(whereOf(target.place));
  }, [target]);
  /** Where the search of the next missing text goes on. */
  const latest = useRef<Place | null>(null);
  const jump = (place: Place) => {
    latest.current = place;
    choose(place.block);
    onOpenForm();
    setTarget({ place });
  };

  const problemWords = useProblemWords(draft);
  const editor: Editor = {
    draft,
    change: (to, about) => {
      const next = to(draft);
      // A removal can be taken back by a button until something else is changed.
      const gone = draft.blocks.find(({ id }) => !next.blocks.some((block) => block.id === id));
      setRemoved(gone ? { name: words.blockName(gone), after: next } : null);
      history.change(gone ? () => next : to, about);
    },
    undo: () => {
      history.undo();
      announce(t("bar.undone"));
    },
    redo: () => {
      history.redo();
      announce(t("bar.redone"));
    },
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    problems,
    chosen,
    choose,
    jump,
    announce,
    removed: removed?.after === draft ? removed.name : null,
  };
  const fields: Fields = {
    communityId: page.communityId,
    portalId: portal.id,
    language,
    languages: page.languages,
    things,
    pictures,
    onPicture: (picture) => setPictures((all) => new Map(all).set(picture.id, picture)),
    problemAt: (where) => {
      const found = problems.find((problem) => {
        const own = whereOf(problem);
        // An error within a text leads to its language.
        return own === where || (problem.isError && own === `${where}.${language}`);
      });
      return found && { text: problemWords.text(found), isError: found.isError };
    },
  };
  return {
    editor,
    fields,
    open: { page, portal, saver, state },
    isKeepable,
    region,
    nextMissing: () => {
      const next = nextMissing(draft, language, latest.current);
      if (next) jump(next);
      else announce(t("languages.complete"));
    },
    /** Another draft takes the place of this one, as core-api has it now; undo leads back. */
    restart: (to: PageDraft, revision: number) => {
      saver.restart(to, revision);
      history.change(() => to);
    },
  };
}

const NOTHING_KNOWN = { pages: null, maps: null, datasets: null, layers: null };
