"use client";
import { isContentLanguage } from "@archipel/blocks/languages.ts";
import type { BlockSketch } from "@archipel/blocks/sketch.ts";
import { readText, type Texts } from "@archipel/blocks/texts.ts";
import { themeVariables } from "@archipel/theme/css.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import type { ThemeOverrides } from "@archipel/theme/schema.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import { Search } from "lucide-react";
import { useLocale } from "next-intl";
import type { ReactNode } from "react";
import { useColourMode } from "../../../kit/maps/use-colour-mode.ts";

interface PageSketchProps {
  readonly name: string;
  readonly baseTheme: string;
  readonly theme: ThemeOverrides;
  readonly blocks: readonly BlockSketch[];
  /** By default the theme's own, or the reader's. */
  readonly mode?: Mode | undefined;
  /** Above a page without an opening. */
  readonly title?: Texts;
}

/** A page in small, drawn from its theme and its blocks. Its measures follow its width: `1em` is a hundredth of it, and a half. */
export function PageSketch({ name, baseTheme, theme, blocks, mode, title = {} }: PageSketchProps) {
  const say = useSay();
  const readers = useColourMode();
  const resolved = portalTheme(baseTheme, theme);
  const painted = mode ?? (resolved.defaultMode === "system" ? readers : resolved.defaultMode);
  const heading = blocks[0]?.type === "hero" ? "" : say(title);
  return (
    <div aria-hidden className="[container-type:inline-size]" style={{ ...themeVariables(resolved, painted), colorScheme: painted }}>
      <div className="min-h-[64cqw] bg-ground font-text text-[1.5cqw] text-ink leading-snug">
        <div className="flex items-center gap-[1em] border-line border-b bg-surface px-[3em] py-[1.2em]">
          <span
            style={{ maskImage: `url("/themes/${baseTheme}/logo.svg")` }}
            className="size-[2.4em] shrink-0 bg-accent [mask-position:center] [mask-repeat:no-repeat] [mask-size:contain]"
          />
          <span className="min-w-0 flex-1 truncate font-medium font-title text-[1.5em]">{name}</span>
          {[5, 4, 6].map((width) => (
            <span key={width} style={{ width: `${width}em` }} className="h-[0.8em] rounded-full bg-line-strong" />
          ))}
        </div>
        {heading && <p className="px-[3em] pt-[2em] font-title text-[2.2em]">{heading}</p>}
        {blocks.map((block, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a drawing's parts have no identity beyond their place
          <Part key={index} block={block} />
        ))}
      </div>
    </div>
  );
}

function useSay(): (texts: Texts) => string {
  const locale = useLocale();
  return (texts) => readText(texts, isContentLanguage(locale) ? locale : "fr", "fr").text.replace(/[#*_>`[\]]/g, "");
}

type Shape = (props: { readonly block: BlockSketch }) => ReactNode;

/** What the kinds of blocks look like from far; the others are texts. */
const SHAPES: Readonly<Record<string, Shape>> = {
  hero: Opening,
  search: Question,
  answer: Question,
  territory: Question,
  cards: Boxes,
  datasets: Boxes,
  news: Boxes,
  partners: Boxes,
  story: Shown,
  figures: Figures,
  map: MapShape,
  coverage: MapShape,
  legend: Legend,
  chart: Bars,
  alerts: Band,
  call: Band,
  report: Band,
  picture: Shown,
  video: Shown,
};

function Part({ block }: { readonly block: BlockSketch }) {
  const Shape = SHAPES[block.type] ?? Words;
  return <Shape block={block} />;
}

function Section({ block, children }: { readonly block: BlockSketch; readonly children?: ReactNode }) {
  const say = useSay();
  const [title, text] = [say(block.title), say(block.text)];
  return (
    <div className="flex flex-col gap-[1em] px-[3em] py-[2em]">
      {title && <p className="line-clamp-2 font-title text-[1.8em] leading-tight">{title}</p>}
      {text && <p className="line-clamp-2 max-w-[48em] text-ink-muted">{text}</p>}
      {children}
    </div>
  );
}

function Field({ className = "" }: { readonly className?: string }) {
  return (
    <div className={`flex items-center rounded-control border border-line-strong bg-surface py-[0.6em] pr-[0.6em] pl-[1.2em] ${className}`}>
      <span className="h-[0.8em] w-[14em] rounded-full bg-line-strong" />
      <span className="ml-auto flex size-[2.6em] items-center justify-center rounded-control bg-accent text-on-accent">
        <Search className="size-[1.4em]" />
      </span>
    </div>
  );
}

function Opening({ block }: { readonly block: BlockSketch }) {
  const say = useSay();
  const isDeep = block.looks === "immersive";
  return (
    <div className={`relative overflow-hidden px-[3em] py-[4.5em] ${isDeep ? "bg-sunken" : "bg-surface"}`}>
      <OpeningDrawing looks={block.looks ?? "plain"} />
      <div className="relative flex max-w-[35em] flex-col gap-[1.4em]">
        <p style={{ fontWeight: "var(--a-title-weight)" }} className="text-balance font-title text-[3.2em] leading-tight">
          {say(block.title)}
        </p>
        <p className="line-clamp-3 text-ink-muted">{say(block.text)}</p>
        <Field />
      </div>
    </div>
  );
}

/** What is behind the question of an opening. */
function OpeningDrawing({ looks }: { readonly looks: string }) {
  if (looks === "plain") return null;
  const lines = looks === "plan";
  return (
    <svg
      aria-hidden
      viewBox="0 0 200 120"
      preserveAspectRatio="xMaxYMid slice"
      className="absolute inset-y-0 right-0 h-full w-2/5 opacity-70"
    >
      {lines ? (
        <g fill="none" stroke="var(--a-line-strong)" strokeWidth="0.8">
          <path d="M80 0v120M120 0v120M160 0v120M60 30h140M60 70h140M60 100h140" />
          <path d="M88 36h26v28H88zM126 36h28v28h-28zM126 76h28v18h-28z" fill="var(--a-accent-soft)" stroke="var(--a-accent)" />
        </g>
      ) : (
        <g fill="none" stroke="var(--a-accent)" strokeWidth="0.9">
          {[0, 1, 2, 3, 4, 5, 6].map((step) => (
            <path
              key={step}
              opacity={1 - step / 9}
              d={`M60 ${100 - step * 12}C90 ${70 - step * 10} 120 ${112 - step * 14} 150 ${80 - step * 10}S190 ${60 - step * 8} 200 ${70 - step * 10}`}
            />
          ))}
        </g>
      )}
    </svg>
  );
}

function Question({ block }: { readonly block: BlockSketch }) {
  return (
    <Section block={block}>
      <Field className="max-w-[36em]" />
    </Section>
  );
}

const PLACES = ["one", "two", "three"] as const;

function Boxes({ block }: { readonly block: BlockSketch }) {
  const say = useSay();
  const named = block.entries.map(say).filter(Boolean).slice(0, 3);
  return (
    <Section block={block}>
      <div className="grid grid-cols-3 gap-[1.4em]">
        {PLACES.slice(0, Math.max(named.length, block.entries.length > 0 ? 1 : 3)).map((place, index) => (
          <div key={place} className="flex flex-col gap-[0.9em] rounded-card border border-line bg-surface p-[1.4em]">
            {named[index] ? (
              <span className="line-clamp-2 font-medium">{named[index]}</span>
            ) : (
              <span className="h-[1em] w-3/4 rounded-full bg-line-strong" />
            )}
            <span className="h-[0.7em] w-full rounded-full bg-line" />
            <span className="h-[0.7em] w-2/3 rounded-full bg-line" />
          </div>
        ))}
      </div>
    </Section>
  );
}

function Figures({ block }: { readonly block: BlockSketch }) {
  const say = useSay();
  return (
    <Section block={block}>
      <div className="grid grid-cols-3 gap-[1.4em]">
        {PLACES.map((place, index) => (
          <div key={place} className="border-accent border-t-[0.2em] pt-[0.8em]">
            <span className="figures text-[2.4em] text-accent-ink">123</span>
            <span className="block truncate text-ink-muted">{say(block.entries[index] ?? {})}</span>
          </div>
        ))}
      </div>
    </Section>
  );
}

function MapShape({ block }: { readonly block: BlockSketch }) {
  return (
    <Section block={block}>
      <svg
        aria-hidden
        viewBox="0 0 400 130"
        preserveAspectRatio="xMidYMid slice"
        className="h-[18em] w-full rounded-card border border-line"
      >
        <rect width="400" height="130" fill="var(--a-map-water)" />
        <path d="M0 40C60 20 90 60 150 50S250 10 310 30s60 30 90 20v80H0Z" fill="var(--a-map-land)" stroke="var(--a-map-water-line)" />
        <path d="M0 96C80 80 130 104 210 88S340 80 400 92" fill="none" stroke="var(--a-map-road)" strokeWidth="4" />
        <circle cx="215" cy="70" r="9" fill="var(--a-accent)" />
      </svg>
    </Section>
  );
}

function Legend({ block }: { readonly block: BlockSketch }) {
  const say = useSay();
  return (
    <Section block={block}>
      <div className="flex flex-wrap gap-x-[2.4em] gap-y-[0.8em]">
        {block.entries.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a drawing's parts have no identity beyond their place
          <span key={index} className="flex items-center gap-[0.7em]">
            <span className="size-[1.4em] rounded-control border border-line-strong bg-accent-soft" />
            {say(entry)}
          </span>
        ))}
      </div>
    </Section>
  );
}

function Bars({ block }: { readonly block: BlockSketch }) {
  return (
    <Section block={block}>
      <div className="flex flex-col gap-[0.7em]">
        {[86, 62, 40, 24].map((width) => (
          <span key={width} style={{ width: `${width}%` }} className="h-[1.4em] rounded-control bg-accent" />
        ))}
      </div>
    </Section>
  );
}

function Band({ block }: { readonly block: BlockSketch }) {
  const say = useSay();
  return (
    <div className="flex items-center gap-[2em] border-line border-y bg-accent-soft px-[3em] py-[1.8em]">
      <p className="min-w-0 flex-1 truncate font-title text-[1.6em] text-accent-ink">{say(block.title)}</p>
      {block.type !== "alerts" && <span className="h-[2.6em] w-[9em] rounded-control bg-accent" />}
    </div>
  );
}

function Shown({ block }: { readonly block: BlockSketch }) {
  return (
    <Section block={block}>
      <svg aria-hidden viewBox="0 0 160 60" preserveAspectRatio="xMidYMid slice" className="h-[16em] w-full rounded-card bg-sunken">
        <path d="M0 60l44-34 26 20 30-26 60 40z" fill="var(--a-line-strong)" />
        <circle cx="124" cy="16" r="7" fill="var(--a-accent)" />
      </svg>
    </Section>
  );
}

function Words({ block }: { readonly block: BlockSketch }) {
  const say = useSay();
  const named = block.entries.map(say).filter(Boolean);
  return (
    <Section block={block}>
      {named.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a drawing's parts have no identity beyond their place
        <p key={index} className="flex items-center gap-[0.8em]">
          <span className="size-[0.8em] shrink-0 rounded-full bg-accent" />
          <span className="truncate">{entry}</span>
        </p>
      ))}
    </Section>
  );
}
