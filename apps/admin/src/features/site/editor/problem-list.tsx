"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Popover } from "@archipel/ui/popover.tsx";
import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEditor } from "../draft/editor-context.tsx";
import { useProblemWords, whereOf } from "./problem-words.ts";

/** What is wrong or doubtful on the page; each line leads to its field. */
export function ProblemList() {
  const t = useTranslations("site-editor.problemList");
  const { draft, problems, jump } = useEditor();
  const words = useProblemWords(draft);
  const errors = problems.filter(({ isError }) => isError).length;
  const Mark = errors > 0 ? CircleAlert : problems.length > 0 ? TriangleAlert : CircleCheck;
  return (
    <Popover
      title={t("title")}
      trigger={
        <Button tone="quiet" className={errors > 0 ? "!text-danger" : undefined}>
          <Mark aria-hidden className="size-4" />
          {problems.length === 0 ? t("none") : t("count", { count: problems.length })}
        </Button>
      }
    >
      {problems.length === 0 ? (
        <p className="px-4 py-3 text-ink-muted">{t("noneText")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {problems.map((problem) => (
            <li key={`${whereOf(problem)} ${problem.code}`}>
              <button
                type="button"
                onClick={() => jump(problem)}
                className="flex w-full items-start gap-2 px-4 py-2.5 text-left hover:bg-sunken focus-visible:-outline-offset-2"
              >
                {problem.isError ? (
                  <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
                ) : (
                  <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
                )}
                <span>
                  <span className="sr-only">{t(problem.isError ? "error" : "warning")}</span>
                  <span className="block">{words.text(problem)}</span>
                  <span className="block break-words text-ink-muted text-small">{words.where(problem)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}
