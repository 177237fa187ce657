"use client";
import type { LevelOf } from "@archipel/answers/packs/rule.ts";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { Ban, CircleAlert, CircleHelp, Info, type LucideIcon, Ruler, TriangleAlert } from "lucide-react";
import { useLevelWords } from "./words.ts";

const LOOKS: readonly { readonly Icon: LucideIcon; readonly tone: BadgeTone }[] = [
  { Icon: Info, tone: "neutral" },
  { Icon: Info, tone: "info" },
  { Icon: CircleAlert, tone: "warning" },
  { Icon: TriangleAlert, tone: "danger" },
  { Icon: Ban, tone: "danger" },
];

/** A level as a word with an icon: the colour only repeats it. */
export function LevelBadge({ level }: { readonly level: LevelOf }) {
  const words = useLevelWords();
  const { Icon, tone } = typeof level === "number" ? (LOOKS[level] ?? NOT_JUDGED) : level === null ? NOT_JUDGED : DEPENDS;
  return (
    <Badge tone={tone} icon={<Icon aria-hidden className="size-4" />}>
      {words(level)}
    </Badge>
  );
}

const NOT_JUDGED = { Icon: CircleHelp, tone: "neutral" } as const;
const DEPENDS = { Icon: Ruler, tone: "neutral" } as const;
