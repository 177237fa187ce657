"use client";
import type { Embedding } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { encodeLayers, encodeView } from "@archipel/map/model/permalink.ts";
import { ShareDialog } from "@archipel/map/ui/share-dialog.tsx";
import { useIsWide } from "@archipel/map/ui/use-is-wide.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { SanitisedHtml } from "@archipel/ui/sanitised-html.tsx";
import { clsx } from "clsx";
import { ArrowDown, ArrowLeft, Share2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { CHAPTER_ANCHOR, links } from "../../links.ts";
import { EmbedCode } from "../map/embed-code.tsx";
import { langAttribute } from "../maps/in-language.ts";
import { MapPreview } from "../maps/map-preview.tsx";
import { layersOf } from "../maps/saved-state.ts";
import { ChapterSteps } from "./chapter-steps.tsx";
import type { ShownChapter, ShownStory } from "./read-story.ts";
import { StoryMap } from "./story-map.tsx";
import { useChapters } from "./use-chapters.ts";
import { type StoryMapInput, useStoryMap } from "./use-story-map.ts";

interface StoryScreenProps {
  readonly portal: { readonly name: string; readonly embeddedBy: Embedding["by"] };
  readonly story: ShownStory;
  readonly map: StoryMapInput;
  /** In a frame of another site: nothing in it changes anything, and it leads to the portal. */
  readonly isFramed?: boolean;
}

/** The chapters scroll beside the map on wide screens, below it on narrow ones. The map shows the chapter that is read. */
export function StoryScreen({ portal, story, map: input, isFramed = false }: StoryScreenProps) {
  const { locale } = input;
  const { chapters } = story;
  const t = useTranslations("maps.story");
  const list = useRef<HTMLDivElement>(null);
  const { active, go } = useChapters(
    chapters.map(({ key }) => key),
    list,
    useIsWide(),
  );
  const chapter = chapters[active];
  const map = useStoryMap(input, chapters[0]?.state ?? story.state);
  const { handle } = map;

  const show = useEffectEvent(() => chapter && map.open(chapter.state));
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each chapter is shown once, and again when the map is ready
  useEffect(() => {
    // The map was made with the first chapter.
    if (isFirst.current && active === 0) return;
    isFirst.current = false;
    show();
  }, [active, handle]);

  return (
    <div className={clsx("lg:grid lg:grid-cols-[minmax(0,30rem)_minmax(0,1fr)] lg:grid-rows-[auto_1fr]")}>
      <StoryHead portal={portal} story={story} locale={locale} isFramed={isFramed} onStart={() => go(0)} />
      <aside
        aria-label={t("map")}
        className={clsx(
          "sticky top-0 z-20 flex h-[45dvh] flex-col border-line border-y bg-surface lg:top-4 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:m-4 lg:ml-0 lg:overflow-hidden lg:rounded-card lg:border print:hidden",
          isFramed ? "lg:h-[calc(100dvh-2rem)]" : "lg:h-[calc(100dvh-6rem)]",
        )}
      >
        <div className="relative min-h-0 flex-1 overflow-hidden">
          <StoryMap map={map} locale={locale} label={t("mapLabel", { title: chapter?.title.text ?? story.title.text })} />
          <noscript>
            <div className="absolute inset-0 z-30">
              <MapPreview
                views={chapters.length > 0 ? chapters.map(({ state }) => state.view) : [story.state.view]}
                shapes={story.preview}
              />
            </div>
          </noscript>
        </div>
        {chapters.length > 0 && (
          <ChapterSteps
            titles={chapters.map(({ title }) => title.text)}
            active={active}
            onGo={go}
            onBack={() => chapter && map.open(chapter.state)}
          />
        )}
      </aside>
      <div ref={list} className="px-4 pb-8 lg:col-start-1 lg:row-start-2 lg:px-8">
        {chapters.map((one, index) => (
          <Chapter
            key={one.key}
            chapter={one}
            isActive={index === active}
            locale={locale}
            explore={{ href: exploreAddress(one, input), ...(isFramed && { target: "_blank", rel: "noopener" }) }}
          />
        ))}
      </div>
      {chapters.length === 0 && <p className="px-4 pb-8 text-ink-muted lg:px-8">{t("noChapters")}</p>}
    </div>
  );
}

/** The portal's map with what a chapter shows. */
function exploreAddress({ state }: ShownChapter, { locale, listed }: StoryMapInput): string {
  return `${links.map(locale)}?l=${encodeLayers(layersOf(state, entriesOf(listed)))}${encodeView(state.view)}`;
}

const entriesOf = ({ layers, pictures }: StoryMapInput["listed"]) => [
  ...layers,
  ...pictures.map(({ datasetId, isVisible }) => ({ id: datasetId, isVisible, isUnder: true as const })),
];

interface ChapterProps {
  readonly chapter: ShownChapter;
  readonly isActive: boolean;
  readonly locale: Locale;
  /** The portal's map with this view; in a new window for a frame. */
  readonly explore: { readonly href: string; readonly target?: "_blank"; readonly rel?: "noopener" };
}

function Chapter({ chapter: { key, title, html }, isActive, locale, explore }: ChapterProps) {
  const t = useTranslations("maps.story");
  const id = `${CHAPTER_ANCHOR}${key}`;
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="min-h-[60dvh] scroll-mt-[calc(45dvh+0.5rem)] py-4 lg:scroll-mt-6 lg:py-6 print:min-h-0"
    >
      <div className={clsx("border-l-4 pl-4 transition-colors duration-150", isActive ? "border-accent" : "border-line")}>
        <h2 id={`${id}-title`} className="break-words text-title" {...langAttribute(title.lang, locale)}>
          {title.text}
        </h2>
        {html.text && (
          <div className="mt-3" {...langAttribute(html.lang, locale)}>
            <SanitisedHtml html={html.text} />
          </div>
        )}
        <p className="mt-3 print:hidden">
          <a {...explore} className="inline-flex min-h-8 items-center text-accent-ink text-small underline underline-offset-4">
            {t("openMap")}
          </a>
        </p>
      </div>
    </section>
  );
}

interface StoryHeadProps extends Pick<StoryScreenProps, "portal" | "story"> {
  readonly locale: Locale;
  readonly isFramed: boolean;
  readonly onStart: () => void;
}

function StoryHead({ portal, story, locale, isFramed, onStart }: StoryHeadProps) {
  const t = useTranslations("maps");
  const tEmbed = useTranslations("map.embed");
  const [isSharing, setSharing] = useState(false);
  const { title, html, chapters } = story;
  const isPublic = story.status !== "draft";
  const address = () => `${location.origin}${links.savedMap(locale, story.slug)}`;
  return (
    <header className="px-4 pt-8 pb-4 lg:col-start-1 lg:row-start-1 lg:px-8">
      {!isFramed && (
        <p className="-mt-2 mb-2 print:hidden">
          <a
            href={links.maps(locale)}
            className="inline-flex min-h-8 items-center gap-1.5 text-accent-ink text-small underline-offset-4 hover:underline"
          >
            <ArrowLeft aria-hidden className="size-4" />
            {t("view.list")}
          </a>
        </p>
      )}
      <h1 className="break-words text-headline" {...langAttribute(title.lang, locale)}>
        {title.text}
      </h1>
      {story.status !== "published" && <p className="mt-2 text-ink-muted text-small">{t(`view.${story.status}`)}</p>}
      {html.text && (
        <div className="mt-3" {...langAttribute(html.lang, locale)}>
          <SanitisedHtml html={html.text} className="text-large" />
        </div>
      )}
      {story.missingLayers > 0 && (
        <div className="mt-4">
          <Alert tone="info" title={t("view.missing", { count: story.missingLayers })} />
        </div>
      )}
      <div className="mt-5 flex flex-wrap gap-2 print:hidden">
        {chapters.length > 0 && (
          <Button tone="primary" onClick={onStart}>
            <ArrowDown aria-hidden className="size-5" />
            {t("story.start")}
          </Button>
        )}
        {isFramed ? (
          <LinkButton href={links.savedMap(locale, story.slug)} target="_blank" rel="noopener">
            {tEmbed("open", { name: portal.name })}
          </LinkButton>
        ) : (
          <>
            {isPublic && (
              <Button onClick={() => setSharing(true)}>
                <Share2 aria-hidden className="size-5" />
                {t("story.share")}
              </Button>
            )}
            {story.mayEdit && <LinkButton href={links.editMap(locale, story.slug)}>{t("view.edit")}</LinkButton>}
          </>
        )}
      </div>
      {isSharing && (
        <ShareDialog
          isOpen
          onOpenChange={setSharing}
          address={address()}
          embed={
            portal.embeddedBy === "nobody" ? null : (
              <EmbedCode address={address()} locale={locale} title={title.text} isListed={portal.embeddedBy === "listed"} />
            )
          }
        />
      )}
    </header>
  );
}
