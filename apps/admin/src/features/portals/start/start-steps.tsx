"use client";
import type { StartList, StartStep } from "@archipel/contracts/portal-start.ts";
import { Button } from "@archipel/ui/button.tsx";
import { clsx } from "clsx";
import { ArrowRight, CircleCheck, CircleDashed, CircleSlash, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useCommunity } from "../../../kit/current-community.tsx";
import { stepLink } from "./step-links.ts";
import { useStepText } from "./step-text.ts";

const ICONS = { done: CircleCheck, todo: CircleDashed, hidden: EyeOff, skipped: CircleSlash } as const;
const COLOURS = { done: "text-success", todo: "text-ink-muted", hidden: "text-warning", skipped: "text-ink-muted" } as const;

interface StartStepsProps {
  readonly list: StartList;
  /** Leaves an optional step out, or takes it up again. Absent: the list only leads to where things are done. */
  readonly onSkip?: ((step: StartStep, isSkipped: boolean) => void) | undefined;
  /** What puts the portal online, in place of a link. */
  readonly online?: ReactNode;
}

/** The steps of a portal, each with its state in words and one link to where it is done. */
export function StartSteps({ list, onSkip, online }: StartStepsProps) {
  return (
    <ol className="divide-y divide-line">
      {list.steps.map((step) => (
        <Step key={step.key} step={step} list={list} onSkip={onSkip} online={step.key === "online" ? online : undefined} />
      ))}
    </ol>
  );
}

function Step({ step, list, onSkip, online }: Omit<StartStepsProps, "online"> & { readonly step: StartStep; readonly online: ReactNode }) {
  const t = useTranslations("admin.portals.start");
  const community = useCommunity();
  const textOf = useStepText();
  const { key, state, isOptional } = step;
  const Icon = ICONS[state];
  const isOpen = state === "todo" || state === "hidden";
  const name = t(`${key}.name`);
  return (
    <li className="flex items-start gap-4 px-5 py-2.5">
      <Icon aria-hidden className={clsx("mt-0.5 size-5 shrink-0", COLOURS[state])} />
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-64">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className={clsx("font-medium", state === "skipped" && "text-ink-muted")}>{name}</span>
            <span className="text-ink-muted text-small">{t(`states.${isOptional && state === "todo" ? "optional" : state}`)}</span>
          </p>
          <p className="text-ink-muted text-small">{textOf(step)}</p>
        </div>
        {isOptional && onSkip && state !== "done" && (
          <Button
            tone="quiet"
            onClick={() => onSkip(step, state !== "skipped")}
            aria-label={t(state === "skipped" ? "takeUpNamed" : "skipNamed", { name })}
          >
            {t(state === "skipped" ? "takeUp" : "skip")}
          </Button>
        )}
        {isOpen && online}
        {isOpen && !online && (
          <a
            href={stepLink(step, community.slug, list.portalId)}
            className="inline-flex min-h-10 items-center gap-1 font-medium text-accent-ink underline-offset-2 hover:underline"
          >
            {t(`${key}.act`)}
            <ArrowRight aria-hidden className="size-4" />
          </a>
        )}
      </div>
    </li>
  );
}
